-- purpose: the first and the last day that the log has events of, whatever their type
-- grain:   one row; days are missing without events
-- Up to as many days again as judge the lists: an event of a wrong day in a far year does not make the log longer.

select
  cast(min(event_date) as date) as first_on,
  cast(max(event_date) as date) as last_on
from interactions
where event_date < date_add(:run_date, 2 * :horizon_days)
