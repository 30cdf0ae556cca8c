-- purpose: the impressions that name the system whose list they came from, or the chance with which they were shown, and what came of them
-- grain:   an impression
-- A click, watch, completion or like belongs to the last impression of the same user and item before it, if that is not older than the
-- hours set. An impression is clicked, completed and liked once at most; watching is counted whole, on the day of the impression.

with
shown_pairs as (
  select distinct user_id, item_id
  from interactions
  where event_type = 'impression' and (source is not null or propensity_ppm is not null)
),

in_order as (
  select
    e.user_id,
    e.item_id,
    e.event_type,
    e.event_date,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position,
    e.propensity_ppm,
    sum(case when e.event_type = 'impression' then 1 else 0 end) over so_far as impression_number,
    max(case when e.event_type = 'impression' then e.occurred_at_ms end) over so_far as shown_at_ms
  from interactions as e
  semi join shown_pairs as p on p.user_id = e.user_id and p.item_id = e.item_id
  window so_far as (
    partition by e.user_id, e.item_id
    order by
      e.occurred_at_ms,
      case when e.event_type = 'impression' then 0 else 1 end,
      e.source,
      e.position,
      e.propensity_ppm,
      e.event_count
    rows between unbounded preceding and current row
  )
),

impressions as (
  select
    user_id,
    item_id,
    max(case when event_type = 'impression' then source end) as source,
    max(case when event_type = 'impression' then position end) as position,
    max(case when event_type = 'impression' then propensity_ppm end) as propensity_ppm,
    max(case when event_type = 'impression' then event_date end) as shown_on,
    max(case when event_type = 'impression' then event_count end) as impression_count,
    sum(case when event_type = 'click' then event_count else 0 end) as click_count,
    sum(case when event_type = 'complete' then event_count else 0 end) as completion_count,
    sum(case when event_type = 'like' then event_count else 0 end) as like_count,
    sum(case when event_type = 'watch' then coalesce(watch_seconds, 0) else 0 end) as watch_seconds
  from in_order
  where impression_number > 0 and occurred_at_ms - shown_at_ms <= :attribution_ms
  group by user_id, item_id, impression_number
)

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(source as string) as source,
  cast(position as int) as position,
  cast(propensity_ppm as int) as propensity_ppm,
  cast(shown_on as date) as shown_on,
  cast(impression_count as bigint) as impression_count,
  cast(least(click_count, impression_count) as bigint) as click_count,
  cast(least(completion_count, impression_count) as bigint) as completion_count,
  cast(least(like_count, impression_count) as bigint) as like_count,
  cast(watch_seconds as bigint) as watch_seconds
from impressions
where source is not null or propensity_ppm is not null
