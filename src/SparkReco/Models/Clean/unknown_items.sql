-- purpose: the items of the events that are not in items
-- grain:   item_id

with
event_items as (
  select distinct item_id
  from raw_events
)

select cast(e.item_id as string) as item_id
from event_items as e
anti join items as i on i.item_id = e.item_id
