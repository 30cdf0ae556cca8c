-- purpose: events of unknown users or items
-- grain:   one row of an input file

with
orphans as (
  select
    'user_id is not in users' as reason, e.user_id as value,
    e.event_id, e.user_id, e.item_id, e.event_type, e.occurred_at_ms, e.file_number, e.line
  from raw_events as e
  semi join unknown_users as u on u.user_id = e.user_id
  union all
  select
    'item_id is not in items' as reason, e.item_id as value,
    e.event_id, e.user_id, e.item_id, e.event_type, e.occurred_at_ms, e.file_number, e.line
  from raw_events as e
  semi join unknown_items as i on i.item_id = e.item_id
  anti join unknown_users as u on u.user_id = e.user_id
)

select
  cast(reason as string) as reason,
  cast(value as string) as value,
  cast(concat_ws(
    ' ', 'event_id=' || event_id, 'user_id=' || user_id, 'item_id=' || item_id, 'event_type=' || event_type,
    'occurred_at_ms=' || cast(occurred_at_ms as string)
  ) as string) as raw,
  cast(file_number as int) as file_number,
  cast(line as bigint) as line
from orphans
