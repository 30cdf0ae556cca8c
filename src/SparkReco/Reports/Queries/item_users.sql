-- purpose: who used an item: before the run date, and anew in the days judged
-- grain:   tier

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
  cast(u.tier as string) as tier,
  cast(count(e.user_id) as bigint) as earlier_users,
  cast(count_if(l.user_id is not null and e.user_id is null) as bigint) as later_users,
  cast(sum(case when e.user_id is null then coalesce(l.watch_seconds, 0) else 0 end) as bigint) as later_seconds
from users as u
left join later as l on l.user_id = u.user_id
left join earlier as e on e.user_id = u.user_id
where l.user_id is not null or e.user_id is not null
group by u.tier
order by tier
