-- purpose: all events that are not copies, each with an id
-- grain:   event_id
-- The name of an event without an id is explained in event_repeats.

with
unique_rows as (
  select
    coalesce(e.event_id, concat_ws(
      ':', length(e.user_id), length(e.item_id), e.user_id, e.item_id, e.event_type, e.occurred_at_ms, e.event_count,
      coalesce(cast(e.watch_seconds as string), ''), coalesce(cast(e.position as string), ''), coalesce(e.source, '')
    )) as event_id,
    e.user_id,
    e.item_id,
    e.event_type,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position,
    e.file_number
  from raw_events as e
  where not exists (select 1 as found from raw_suspects as s where s.row_hash = e.row_hash)
),

kept_repeats as (
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position, file_number
  from event_repeats
  where not is_duplicate
),

all_rows as (
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position, file_number
  from unique_rows
  union all
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position, file_number
  from kept_repeats
)

select
  cast(event_id as string) as event_id,
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(event_type as string) as event_type,
  cast(occurred_at_ms as bigint) as occurred_at_ms,
  cast(event_count as bigint) as event_count,
  cast(watch_seconds as bigint) as watch_seconds,
  cast(source as string) as source,
  cast(position as int) as position,
  cast(file_number as int) as file_number
from all_rows
