-- purpose: what known users did with known items
-- grain:   event_id
-- Events that stand once, and of repeated ones those that are no copies. An event without an id is named by the hash of its row, which
-- nothing but a repeat has: event_repeats gives those their names. An id that looks like such a name gets another one.

with
once as (
  select
    case
      when e.event_id is null then concat('row:', e.row_hash)
      when contains(e.event_id, 'row:') then concat('id:', e.event_id)
      else e.event_id
    end as event_id,
    e.user_id,
    e.item_id,
    e.event_type,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position
  from raw_events as e
  inner join users as u on u.user_id = e.user_id
  inner join items as i on i.item_id = e.item_id
  where not exists (select 1 as found from raw_suspects as s where s.row_hash = e.row_hash)
),

all_events as (
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position
  from once
  union all
  select event_id, user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position
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
  cast(position as int) as position
from all_events
