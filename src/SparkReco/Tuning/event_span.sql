-- purpose: the day of the first deed before the run date, and whether all are of one instant
-- grain:   one row

select
  cast(min(event_date) as date) as first_on,
  cast(coalesce(min(occurred_at_ms) = max(occurred_at_ms), false) as boolean) as is_of_one_instant
from interactions
where event_date < :run_date and event_type <> 'impression'
