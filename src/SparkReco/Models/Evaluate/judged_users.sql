-- purpose: the users whose lists are judged, the segments they belong to, and their hash bucket
-- grain:   user_id, segment
-- Buckets make intervals cheap: users are summed into 1,024 buckets, and the bootstrap resamples buckets.

with
truth_sizes as (
  select user_id, count(*) as truth_count
  from truth
  group by user_id
),

history_sizes as (
  select user_id, count(*) as item_count
  from consumed
  group by user_id
),

judged as (
  select
    t.user_id,
    t.truth_count,
    u.tier,
    coalesce(h.item_count, 0) as history_count,
    pmod(cast(conv(substr(md5(t.user_id), 1, 15), 16, 10) as bigint), 1024) as bucket
  from truth_sizes as t
  inner join users as u on u.user_id = t.user_id
  left join history_sizes as h on h.user_id = t.user_id
),

segmented as (
  select user_id, 'all' as segment, truth_count, bucket from judged
  union all
  select user_id, 'tier=' || tier as segment, truth_count, bucket from judged
  union all
  select
    user_id,
    case
      when history_count = 0 then 'history=none'
      when history_count < 10 then 'history=1-9'
      when history_count < 50 then 'history=10-49'
      else 'history=50+'
    end as segment,
    truth_count,
    bucket
  from judged
)

select
  cast(user_id as string) as user_id,
  cast(segment as string) as segment,
  cast(truth_count as int) as truth_count,
  cast(bucket as int) as bucket
from segmented
