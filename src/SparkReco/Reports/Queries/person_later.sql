-- purpose: what a user took up in the days judged and had not done before, the longest watched first
-- grain:   item

with
later as (
  select
    item_id,
    sum(coalesce(watch_seconds, 0)) as watch_seconds,
    max(case when event_type = 'complete' then 1 else 0 end) as is_completed,
    max(case when event_type = 'like' then 1 else 0 end) as is_liked
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
  cast(l.item_id as string) as item_id,
  cast(i.title as string) as title,
  cast(l.watch_seconds as bigint) as watch_seconds,
  cast(l.is_completed = 1 as boolean) as is_completed,
  cast(l.is_liked = 1 as boolean) as is_liked
from later as l
inner join items as i on i.item_id = l.item_id
anti join earlier as e on e.item_id = l.item_id
order by l.watch_seconds desc, l.item_id
