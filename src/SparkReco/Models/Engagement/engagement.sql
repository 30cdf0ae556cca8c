-- purpose: how much each user has to do with each item, as of the run date
-- grain:   user_id, item_id
-- Points by event type, watched minutes up to the item's length a day, capped for each item and day and for each day, halved every
-- half-life. The score is in micro-points: points times the decay's parts per million.

with
daily as (
  select
    e.user_id,
    e.item_id,
    e.event_date,
    sum(case when e.event_type = 'click' then e.event_count else 0 end) as click_count,
    sum(case when e.event_type = 'like' then e.event_count else 0 end) as like_count,
    sum(case when e.event_type = 'complete' then e.event_count else 0 end) as completion_count,
    least(sum(coalesce(e.watch_seconds, 0)), 604800) as watch_seconds,
    max(i.duration_seconds) as duration_seconds
  from interactions as e
  inner join items as i on i.item_id = e.item_id
  where e.event_date < :run_date and e.event_type <> 'impression'
  group by e.user_id, e.item_id, e.event_date
),

scored as (
  select
    user_id,
    item_id,
    event_date,
    cast(click_count as bigint) as click_count,
    cast(like_count as bigint) as like_count,
    cast(completion_count as bigint) as completion_count,
    cast(watch_seconds as bigint) as watch_seconds,
    least(
      cast(:max_points_per_item_day as bigint),
      cast(
        least(click_count, :max_points_per_item_day) * :click_points
        + least(like_count, :max_points_per_item_day) * :like_points
        + least(completion_count, :max_points_per_item_day) * :complete_points
        + cast(floor(least(watch_seconds, coalesce(duration_seconds, watch_seconds)) * 1e0 / 60) as bigint) * :watch_minute_points
        as bigint
      )
    ) as points
  from daily
),

day_totals as (
  select user_id, event_date, cast(sum(points) as bigint) as points
  from scored
  group by user_id, event_date
),

decayed as (
  select
    s.user_id,
    s.item_id,
    s.event_date,
    s.click_count,
    s.like_count,
    s.completion_count,
    s.watch_seconds,
    case
      when t.points <= :max_points_per_day then s.points * coalesce(d.weight, 0)
      else cast(floor(cast(s.points * coalesce(d.weight, 0) as double) * :max_points_per_day / nullif(t.points, 0)) as bigint)
    end as score
  from scored as s
  inner join day_totals as t on t.user_id = s.user_id and t.event_date = s.event_date
  left join decay as d on d.age_days = datediff(:run_date, s.event_date)
)

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(sum(score) as bigint) as score,
  cast(sum(click_count) as bigint) as click_count,
  cast(sum(like_count) as bigint) as like_count,
  cast(sum(completion_count) as bigint) as completion_count,
  cast(sum(watch_seconds) as bigint) as watch_seconds,
  cast(min(event_date) as date) as first_on,
  cast(max(event_date) as date) as last_on
from decayed
group by user_id, item_id
