-- purpose: events and active users of each day, from the first that scores to the last that is judged
-- grain:   date

select
  cast(event_date as date) as date,
  cast(sum(event_count) as bigint) as events,
  cast(count(distinct user_id) as bigint) as users
from interactions
where
  event_type <> 'impression'
  and event_date >= date_sub(:run_date, :lookback_days)
  and event_date < date_add(:run_date, :horizon_days)
group by event_date
order by date
