-- purpose: what known users did with known items
-- grain:   event_id

select
  cast(e.event_id as string) as event_id,
  cast(e.user_id as string) as user_id,
  cast(e.item_id as string) as item_id,
  cast(e.event_type as string) as event_type,
  cast(e.occurred_at_ms as bigint) as occurred_at_ms,
  cast(date_from_unix_date(cast((e.occurred_at_ms - pmod(e.occurred_at_ms, 86400000)) / 86400000 as int)) as date) as event_date,
  cast(e.event_count as bigint) as event_count,
  cast(e.watch_seconds as bigint) as watch_seconds,
  cast(e.source as string) as source,
  cast(e.position as int) as position
from event_rows as e
inner join users as u on u.user_id = e.user_id
inner join items as i on i.item_id = e.item_id
