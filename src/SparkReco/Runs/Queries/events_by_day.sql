-- purpose: how many events there are of each day, before the run date and after it
-- grain:   date

select
  cast(event_date as date) as date,
  cast(sum(event_count) as bigint) as events
from interactions
group by event_date
order by date
