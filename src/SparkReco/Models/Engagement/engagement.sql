-- purpose: how much each user has to do with each item, as of the run date
-- grain:   user_id, item_id
-- Points by event type, watched minutes up to the item's length a day, capped for each item and day and for each day, halved every
-- half-life. The score is in micro-points: points times the decay's parts per million. Days beyond :lookback_days score nothing, but
-- their items stay known as consumed. The interactions are read twice, which costs less memory than a step that both parts share.

with
daily as (
  select
    user_id,
    item_id,
    event_date,
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
),

scored as (
  select
    d.user_id,
    d.item_id,
    d.event_date,
    d.click_count,
    d.like_count,
    d.completion_count,
    d.watch_seconds,
    least(
      cast(:max_points_per_item_day as bigint),
      least(d.click_count, :max_points_per_item_day) * :click_points
      + least(d.like_count, :max_points_per_item_day) * :like_points
      + least(d.completion_count, :max_points_per_item_day) * :complete_points
      + cast(floor(least(d.watch_seconds, coalesce(i.duration_seconds, d.watch_seconds)) / 60) as bigint) * :watch_minute_points
    ) as points
  from daily as d
  inner join items as i on i.item_id = d.item_id
),

busy_days as (
  select user_id, event_date, cast(sum(points) as bigint) as points
  from scored
  group by user_id, event_date
  having sum(points) > :max_points_per_day
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
      when b.points is null then s.points * d.weight
      else cast(floor(cast(s.points * d.weight as double) * :max_points_per_day / nullif(b.points, 0)) as bigint)
    end as score
  from scored as s
  inner join decay as d on d.age_days = datediff(:run_date, s.event_date)
  left join busy_days as b on b.user_id = s.user_id and b.event_date = s.event_date
),

all_days as (
  select user_id, item_id, event_date, click_count, like_count, completion_count, watch_seconds, score
  from decayed
  union all
  select
    user_id,
    item_id,
    event_date,
    case when event_type = 'click' then event_count else 0 end as click_count,
    case when event_type = 'like' then event_count else 0 end as like_count,
    case when event_type = 'complete' then event_count else 0 end as completion_count,
    coalesce(watch_seconds, 0) as watch_seconds,
    cast(0 as bigint) as score
  from interactions
  where event_date < date_sub(:run_date, :lookback_days) and event_type <> 'impression'
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
from all_days
group by user_id, item_id
