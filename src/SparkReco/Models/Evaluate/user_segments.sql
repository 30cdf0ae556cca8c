-- purpose: the segments that each user belongs to, and the user's hash bucket
-- grain:   user_id, segment
-- Buckets make intervals cheap: users are summed into 1,024 buckets, and the bootstrap resamples buckets.

with
history_sizes as (
  select user_id, count(*) as item_count
  from consumed
  group by user_id
),

described as (
  select
    u.user_id,
    'tier=' || u.tier as tier,
    case
      when h.item_count is null then 'history=none'
      when h.item_count < 10 then 'history=1-9'
      when h.item_count < 50 then 'history=10-49'
      else 'history=50+'
    end as history,
    pmod(cast(conv(substr(md5(u.user_id), 1, 15), 16, 10) as bigint), 1024) as bucket
  from users as u
  left join history_sizes as h on h.user_id = u.user_id
  where u.is_eligible
)

select
  cast(d.user_id as string) as user_id,
  cast(s.segment as string) as segment,
  cast(d.bucket as int) as bucket
from described as d
cross join lateral explode(array('all', d.tier, d.history)) as s(segment)
