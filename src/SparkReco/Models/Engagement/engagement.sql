-- purpose: how much each user has to do with each item, as of the run date
-- grain:   user_id, item_id
-- The points of each day, capped for the day over all items, halved every half-life. The score is in micro-points: points times the decay's
-- parts per million. Days beyond :lookback_days score nothing, but their items stay known as consumed.

with
decayed as (
  select
    p.user_id,
    p.item_id,
    p.event_date,
    p.first_at_ms,
    p.last_at_ms,
    p.click_count,
    p.like_count,
    p.completion_count,
    p.watch_seconds,
    case
      when b.points is null then p.points * d.weight
      else cast(floor(cast(p.points * d.weight as double) * :max_points_per_day / nullif(b.points, 0)) as bigint)
    end as score
  from daily_points as p
  inner join decay as d on d.age_days = datediff(:run_date, p.event_date)
  left join busy_days as b on b.user_id = p.user_id and b.event_date = p.event_date
),

all_days as (
  select user_id, item_id, event_date, first_at_ms, last_at_ms, click_count, like_count, completion_count, watch_seconds, score
  from decayed
  union all
  select
    user_id,
    item_id,
    event_date,
    occurred_at_ms as first_at_ms,
    occurred_at_ms as last_at_ms,
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
  cast(max(event_date) as date) as last_on,
  cast(min(first_at_ms) as bigint) as first_at_ms,
  cast(max(last_at_ms) as bigint) as last_at_ms
from all_days
group by user_id, item_id
