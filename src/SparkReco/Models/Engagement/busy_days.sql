-- purpose: days on which a user made more points than count
-- grain:   user_id, event_date

select
  cast(user_id as string) as user_id,
  cast(event_date as date) as event_date,
  cast(sum(points) as bigint) as points
from daily_points
group by user_id, event_date
having sum(points) > :max_points_per_day
