-- purpose: how much each user has to do with each item, as of the run date
-- grain:   user_id, item_id
-- Points by event type, watched minutes up to the item's length a day, capped for each item and day and for each day, halved every
-- half-life. The score is in micro-points: points times the decay's parts per million. Days beyond the decay's last age score nothing,
-- but their items stay known as consumed.

with
history as (
  select user_id, item_id, event_type, event_date, event_count, coalesce(watch_seconds, 0) as watch_seconds
  from interactions
  where event_date < :run_date and event_type <> 'impression'
),

totals as (
  select
    user_id,
    item_id,
    sum(case when event_type = 'click' then event_count else 0 end) as click_count,
    sum(case when event_type = 'like' then event_count else 0 end) as like_count,
    sum(case when event_type = 'complete' then event_count else 0 end) as completion_count,
    sum(watch_seconds) as watch_seconds,
    min(event_date) as first_on,
    max(event_date) as last_on
  from history
  group by user_id, item_id
),

daily as (
  select
    user_id,
    item_id,
    event_date,
    cast(sum(least(event_count, :max_points_per_item_day) * case
      when event_type = 'click' then :click_points
      when event_type = 'like' then :like_points
      when event_type = 'complete' then :complete_points
      else 0
    end) as bigint) as points,
    cast(sum(watch_seconds) as bigint) as watch_seconds
  from history
  where event_date >= date_sub(:run_date, :lookback_days)
  group by user_id, item_id, event_date
),

scored as (
  select
    d.user_id,
    d.item_id,
    d.event_date,
    least(
      cast(:max_points_per_item_day as bigint),
      d.points + cast(floor(least(d.watch_seconds, coalesce(i.duration_seconds, d.watch_seconds)) / 60) as bigint) * :watch_minute_points
    ) as points
  from daily as d
  inner join items as i on i.item_id = d.item_id
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
    case
      when t.points <= :max_points_per_day then s.points * d.weight
      else cast(floor(cast(s.points * d.weight as double) * :max_points_per_day / nullif(t.points, 0)) as bigint)
    end as score
  from scored as s
  inner join day_totals as t on t.user_id = s.user_id and t.event_date = s.event_date
  inner join decay as d on d.age_days = datediff(:run_date, s.event_date)
),

scores as (
  select user_id, item_id, sum(score) as score
  from decayed
  group by user_id, item_id
)

select
  cast(t.user_id as string) as user_id,
  cast(t.item_id as string) as item_id,
  cast(coalesce(s.score, 0) as bigint) as score,
  cast(t.click_count as bigint) as click_count,
  cast(t.like_count as bigint) as like_count,
  cast(t.completion_count as bigint) as completion_count,
  cast(t.watch_seconds as bigint) as watch_seconds,
  cast(t.first_on as date) as first_on,
  cast(t.last_on as date) as last_on
from totals as t
left join scores as s on s.user_id = t.user_id and s.item_id = t.item_id
