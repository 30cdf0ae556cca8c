-- purpose: events of unknown users or items
-- grain:   one row of an input file

select
  cast(case when u.user_id is null then 'user_id is not in users' else 'item_id is not in items' end as string) as reason,
  cast(case when u.user_id is null then e.user_id else e.item_id end as string) as value,
  cast(concat_ws(
    ' ', 'event_id=' || e.event_id, 'user_id=' || e.user_id, 'item_id=' || e.item_id, 'event_type=' || e.event_type,
    'occurred_at_ms=' || cast(e.occurred_at_ms as string)
  ) as string) as raw,
  cast(e.file_number as int) as file_number,
  cast(e.line as bigint) as line
from raw_events as e
left join users as u on u.user_id = e.user_id
left join items as i on i.item_id = e.item_id
where u.user_id is null or i.item_id is null
