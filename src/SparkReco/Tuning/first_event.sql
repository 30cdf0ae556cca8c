-- purpose: the day of the first event
-- grain:   one row

select
  cast(min(event_date) as date) as first_on
from interactions
