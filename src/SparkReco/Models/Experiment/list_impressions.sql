-- purpose: what users were shown out of the systems' lists, and what they did with it
-- grain:   user_id, source, position, shown_on

select
  cast(user_id as string) as user_id,
  cast(source as string) as source,
  cast(position as int) as position,
  cast(shown_on as date) as shown_on,
  cast(sum(impression_count) as bigint) as impression_count,
  cast(sum(click_count) as bigint) as click_count,
  cast(sum(completion_count) as bigint) as completion_count,
  cast(sum(like_count) as bigint) as like_count,
  cast(sum(watch_seconds) as bigint) as watch_seconds
from impression_outcomes
where source is not null
group by user_id, source, position, shown_on
