-- purpose: the day of the first deed before the run date, whether all are of one instant, how many there are, and of how many users
-- grain:   one row

select
  cast(min(event_date) as date) as first_on,
  cast(coalesce(min(occurred_at_ms) = max(occurred_at_ms), false) as boolean) as is_of_one_instant,
  cast(count(*) as bigint) as event_count,
  cast(count(distinct user_id) as bigint) as user_count
from interactions
where event_date < :run_date and event_type <> 'impression'
