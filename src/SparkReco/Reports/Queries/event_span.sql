-- purpose: the first and the last day that the log has events of, whatever their type
-- grain:   one row; days are missing without events

select
  cast(min(event_date) as date) as first_on,
  cast(max(event_date) as date) as last_on
from interactions
