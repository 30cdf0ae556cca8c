-- purpose: each system's list of a user, with what the user did in the days judged and not before
-- grain:   system, rank

with
later as (
  select
    item_id,
    sum(coalesce(watch_seconds, 0)) as watch_seconds
  from interactions
  where
    user_id = :user_id
    and event_type <> 'impression'
    and event_date >= :run_date
    and event_date < date_add(:run_date, :horizon_days)
  group by item_id
),

earlier as (
  select item_id
  from engagement
  where user_id = :user_id
)

select
  cast(r.system as string) as system,
  cast(r.rank as int) as rank,
  cast(r.item_id as string) as item_id,
  cast(i.title as string) as title,
  cast(r.reason as string) as reason,
  cast(r.proposed_by as string) as proposed_by,
  cast(l.item_id is not null and e.item_id is null as boolean) as is_hit,
  cast(case when l.item_id is not null and e.item_id is null then l.watch_seconds else 0 end as bigint) as watch_seconds
from recommendations as r
inner join items as i on i.item_id = r.item_id
left join later as l on l.item_id = r.item_id
left join earlier as e on e.item_id = r.item_id
where r.user_id = :user_id
order by r.system, r.rank
