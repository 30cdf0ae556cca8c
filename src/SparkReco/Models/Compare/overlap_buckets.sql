-- purpose: the agreement of two systems' lists, summed for each bucket of users
-- grain:   reference, system, segment, k, bucket
-- Users with both lists count, whether they did anything later or not. Segments are summed at the length that headlines speak of.
-- Sums are in parts per billion.
-- The sums follow from src/SparkReco/Metrics: a test writes them.

select
  cast(o.reference as string) as reference,
  cast(o.system as string) as system,
  cast(u.segment as string) as segment,
  cast(o.k as int) as k,
  cast(u.bucket as int) as bucket,
  cast(count(*) as bigint) as user_count,
  cast(sum(cast(floor(o.overlap * 1e9) as bigint)) as bigint) as overlap,
  cast(sum(cast(floor(o.jaccard * 1e9) as bigint)) as bigint) as jaccard,
  cast(sum(cast(floor(o.rbo * 1e9) as bigint)) as bigint) as rbo,
  cast(sum(cast(floor(o.kendall * 1e9) as bigint)) as bigint) as kendall,
  cast(sum(cast(floor(o.footrule * 1e9) as bigint)) as bigint) as footrule
from user_segments as u
inner join recommendation_overlap as o on o.user_id = u.user_id
where o.reference_count > 0 and o.system_count > 0 and (u.segment = 'all' or o.k = :main_k)
group by o.reference, o.system, u.segment, o.k, u.bucket
