-- purpose: the users of the events, and when they last did something before the run date
-- grain:   user_id

select
  cast(user_id as string) as user_id,
  cast(max(case when occurred_at_ms < :run_date_ms and event_type <> 'impression' then occurred_at_ms end) as bigint) as last_event_at_ms
from raw_events
group by user_id
