-- purpose: what known users did with known items
-- grain:   an event
-- Events whose hash stands once, and of the others those that are no copies.

with
once as (
  select
    e.event_id,
    e.user_id,
    e.item_id,
    e.event_type,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position,
    e.propensity_ppm
  from raw_events as e
  anti join raw_suspects as s on s.row_hash = e.row_hash
  anti join unknown_users as u on u.user_id = e.user_id
  anti join unknown_items as i on i.item_id = e.item_id
),

all_events as (
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position, propensity_ppm
  from once
  union all
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position, propensity_ppm
  from event_repeats
  where not is_duplicate
)

select
  cast(event_id as string) as event_id,
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(event_type as string) as event_type,
  cast(occurred_at_ms as bigint) as occurred_at_ms,
  cast(date_from_unix_date(cast((occurred_at_ms - pmod(occurred_at_ms, 86400000)) / 86400000 as int)) as date) as event_date,
  cast(event_count as bigint) as event_count,
  cast(watch_seconds as bigint) as watch_seconds,
  cast(source as string) as source,
  cast(position as int) as position,
  cast(propensity_ppm as int) as propensity_ppm
from all_events
