-- purpose: the days of the first and of the last event before the run date
-- grain:   one row

select
  cast(min(event_date) as date) as first_on,
  cast(max(event_date) as date) as last_on
from interactions
where event_date < :run_date
