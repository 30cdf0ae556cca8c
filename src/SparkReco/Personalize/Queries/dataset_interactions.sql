-- purpose: the data set of interactions for Amazon Personalize
-- grain:   user_id, item_id, event_type, timestamp
-- What was only shown is no interaction. Nothing from the run date on: it is what lists are judged by. Of rows that are equal for the
-- service one is kept.

with
events as (
  select
    e.user_id,
    e.item_id,
    e.event_type,
    cast((e.occurred_at_ms - pmod(e.occurred_at_ms, 1000)) / 1000 as bigint) as at_seconds,
    case
      when e.event_type = 'complete' then 100
      when e.event_type = 'watch' and i.duration_seconds > 0
        then cast(floor(cast(least(e.watch_seconds, i.duration_seconds) as double) * 100 / nullif(i.duration_seconds, 0)) as bigint)
    end as percent_watched
  from interactions as e
  inner join items as i on i.item_id = e.item_id
  where e.event_type <> 'impression' and e.occurred_at_ms < :run_date_ms
)

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(at_seconds as bigint) as timestamp,
  cast(event_type as string) as event_type,
  cast(max(percent_watched) as bigint) as event_value
from events
group by user_id, item_id, at_seconds, event_type
