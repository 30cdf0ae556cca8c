-- purpose: the users with the most events, beside all of them
-- grain:   user_id
-- Impressions count, too: a program that reads the pages makes many. The days are looked at of these users alone.

with
by_user as (
  select user_id, cast(sum(event_count) as bigint) as events
  from interactions
  group by user_id
),

busiest as (
  select user_id, events, sum(events) over () as all_events, count(*) over () as all_users
  from by_user
  order by events desc, user_id
  limit 3
),

by_day as (
  select i.user_id, i.event_date, cast(sum(i.event_count) as bigint) as day_events
  from interactions as i
  inner join busiest as b on b.user_id = i.user_id
  group by i.user_id, i.event_date
),

ranked as (
  select user_id, event_date, day_events, row_number() over (partition by user_id order by day_events desc, event_date) as place
  from by_day
),

most as (
  select user_id, event_date as busiest_on, day_events as most_in_a_day
  from ranked
  where place = 1
)

select
  cast(b.user_id as string) as user_id,
  cast(b.events as bigint) as events,
  cast(m.most_in_a_day as bigint) as most_in_a_day,
  cast(m.busiest_on as date) as busiest_on,
  cast(b.all_events as bigint) as all_events,
  cast(b.all_users as bigint) as all_users
from busiest as b
inner join most as m on m.user_id = b.user_id
order by b.events desc, b.user_id
