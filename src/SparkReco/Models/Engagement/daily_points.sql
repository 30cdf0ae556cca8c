-- purpose: the points of each user's days with an item, within :lookback_days before the run date
-- grain:   user_id, item_id, event_date
-- Points by event type, and watched minutes up to the item's length; capped for each item and day.

with
daily as (
  select
    user_id,
    item_id,
    event_date,
    min(occurred_at_ms) as first_at_ms,
    max(occurred_at_ms) as last_at_ms,
    cast(sum(case when event_type = 'click' then event_count else 0 end) as bigint) as click_count,
    cast(sum(case when event_type = 'like' then event_count else 0 end) as bigint) as like_count,
    cast(sum(case when event_type = 'complete' then event_count else 0 end) as bigint) as completion_count,
    cast(sum(coalesce(watch_seconds, 0)) as bigint) as watch_seconds
  from interactions
  where
    event_date >= date_sub(:run_date, :lookback_days)
    and event_date < :run_date
    and event_type <> 'impression'
  group by user_id, item_id, event_date
)

select
  cast(d.user_id as string) as user_id,
  cast(d.item_id as string) as item_id,
  cast(d.event_date as date) as event_date,
  cast(d.first_at_ms as bigint) as first_at_ms,
  cast(d.last_at_ms as bigint) as last_at_ms,
  cast(d.click_count as bigint) as click_count,
  cast(d.like_count as bigint) as like_count,
  cast(d.completion_count as bigint) as completion_count,
  cast(d.watch_seconds as bigint) as watch_seconds,
  cast(least(
    cast(:max_points_per_item_day as bigint),
    least(d.click_count, :max_points_per_item_day) * :click_points
    + least(d.like_count, :max_points_per_item_day) * :like_points
    + least(d.completion_count, :max_points_per_item_day) * :complete_points
    + cast(floor(least(d.watch_seconds, coalesce(i.duration_seconds, d.watch_seconds)) / 60) as bigint) * :watch_minute_points
  ) as bigint) as points
from daily as d
inner join items as i on i.item_id = d.item_id
