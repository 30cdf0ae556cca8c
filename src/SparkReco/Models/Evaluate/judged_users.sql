-- purpose: the users whose lists are judged, with their segments and their hash bucket
-- grain:   user_id, segment

with
truth_sizes as (
  select user_id, count(*) as truth_count
  from truth
  group by user_id
)

select
  cast(t.user_id as string) as user_id,
  cast(s.segment as string) as segment,
  cast(t.truth_count as int) as truth_count,
  cast(s.bucket as int) as bucket
from truth_sizes as t
inner join user_segments as s on s.user_id = t.user_id
