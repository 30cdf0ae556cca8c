-- purpose: events by type, before the run date and from it on
-- grain:   event_type, is_later

with
events as (
  select event_type, event_date >= :run_date as is_later, event_count
  from interactions
)

select
  cast(event_type as string) as event_type,
  cast(is_later as boolean) as is_later,
  cast(sum(event_count) as bigint) as events
from events
group by event_type, is_later
order by event_type, is_later
