-- purpose: where each system puts an item, and for whom; hits are users who took it up in the days judged and had not before
-- grain:   system, tier

with
later as (
  select
    user_id,
    sum(coalesce(watch_seconds, 0)) as watch_seconds
  from interactions
  where
    item_id = :item_id
    and event_type <> 'impression'
    and event_date >= :run_date
    and event_date < date_add(:run_date, :horizon_days)
  group by user_id
),

earlier as (
  select user_id
  from engagement
  where item_id = :item_id
)

select
  cast(r.system as string) as system,
  cast(u.tier as string) as tier,
  cast(count(*) as bigint) as users,
  cast(count_if(r.rank <= :main_k) as bigint) as first_users,
  cast(cast(sum(r.rank) as double) / nullif(count(*), 0) as double) as mean_rank,
  cast(count_if(r.rank <= :main_k and l.user_id is not null and e.user_id is null) as bigint) as hits,
  cast(sum(case when r.rank <= :main_k and e.user_id is null then coalesce(l.watch_seconds, 0) else 0 end) as bigint) as watch_seconds
from recommendations as r
inner join users as u on u.user_id = r.user_id
left join later as l on l.user_id = r.user_id
left join earlier as e on e.user_id = r.user_id
where r.item_id = :item_id
group by r.system, u.tier
order by system, tier
