-- purpose: the agreement of the two systems' lists, summed for each bucket of users
-- grain:   segment, k, bucket
-- Users with both lists count, whether they did anything later or not. Sums are in parts per billion.

with
segmented as (
  select user_id, 'all' as segment from users
  union all
  select user_id, 'tier=' || tier as segment from users
),

bucketed as (
  select user_id, segment, pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024) as bucket
  from segmented
)

select
  cast(u.segment as string) as segment,
  cast(o.k as int) as k,
  cast(u.bucket as int) as bucket,
  cast(count(*) as bigint) as user_count,
  cast(sum(cast(floor(o.overlap * 1e9) as bigint)) as bigint) as overlap,
  cast(sum(cast(floor(o.jaccard * 1e9) as bigint)) as bigint) as jaccard,
  cast(sum(cast(floor(o.rbo * 1e9) as bigint)) as bigint) as rbo,
  cast(sum(cast(floor(coalesce(o.kendall, 1e0) * 1e9) as bigint)) as bigint) as kendall,
  cast(sum(cast(floor(o.footrule * 1e9) as bigint)) as bigint) as footrule
from recommendation_overlap as o
inner join bucketed as u on u.user_id = o.user_id
where o.baseline_count > 0 and o.personalize_count > 0
group by u.segment, o.k, u.bucket
