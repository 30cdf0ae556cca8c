-- purpose: the suspects of known users and items, told apart: which is a copy of another
-- grain:   one row of an input file
-- Rows of one event id are one event: its earliest row is kept. A row without an id is a copy of one that is equal; where such rows are
-- events of their own, they have no hash. A conflict is a copy of an id that differs from the copy before it.

with
suspects as (
  select
    e.row_hash,
    e.event_id,
    e.user_id,
    e.item_id,
    e.event_type,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position,
    e.propensity_ppm,
    e.file_number,
    e.line
  from raw_events as e
  semi join raw_suspects as s on s.row_hash = e.row_hash
  anti join unknown_users as u on u.user_id = e.user_id
  anti join unknown_items as i on i.item_id = e.item_id
),

numbered as (
  select
    row_hash,
    event_id,
    user_id,
    item_id,
    event_type,
    occurred_at_ms,
    event_count,
    watch_seconds,
    source,
    position,
    propensity_ppm,
    file_number,
    row_number() over in_order as place,
    rank() over (
      partition by row_hash
      order by event_id, occurred_at_ms, user_id, item_id, event_type, event_count, watch_seconds, source, position, propensity_ppm
    ) as first_place,
    lag(event_id) over in_order as previous_event_id,
    lag(user_id) over in_order <> user_id
      or lag(item_id) over in_order <> item_id
      or lag(event_type) over in_order <> event_type
      or lag(occurred_at_ms) over in_order <> occurred_at_ms
      or lag(event_count) over in_order <> event_count
      or lag(watch_seconds) over in_order is distinct from watch_seconds as differs
  from suspects
  window in_order as (
    partition by row_hash
    order by
      event_id,
      occurred_at_ms,
      user_id,
      item_id,
      event_type,
      event_count,
      watch_seconds,
      source,
      position,
      propensity_ppm,
      file_number,
      line
  )
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
  cast(propensity_ppm as int) as propensity_ppm,
  cast(file_number as int) as file_number,
  cast(case
    when event_id is not null then coalesce(event_id = previous_event_id, false)
    else place > first_place
  end as boolean) as is_duplicate,
  cast(coalesce(event_id = previous_event_id and differs, false) as boolean) as is_conflict
from numbered
