-- purpose: the users with the most events, beside all of them
-- grain:   user_id
-- Impressions count, too: a program that reads the pages makes many.

with
by_day as (
  select user_id, event_date, cast(sum(event_count) as bigint) as day_events
  from interactions
  group by user_id, event_date
),

by_user as (
  select user_id, cast(sum(day_events) as bigint) as events, max(day_events) as most_in_a_day
  from by_day
  group by user_id
)

select
  cast(user_id as string) as user_id,
  cast(events as bigint) as events,
  cast(most_in_a_day as bigint) as most_in_a_day,
  cast(sum(events) over () as bigint) as all_events,
  cast(count(*) over () as bigint) as all_users
from by_user
order by events desc, user_id
limit 3
