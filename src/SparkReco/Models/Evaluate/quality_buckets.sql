-- purpose: the metrics of each system's lists, summed for each bucket of users: all that the intervals need
-- grain:   system, segment, k, bucket
-- Sums are in parts per billion, so that they do not depend on the order of the users; those of whole numbers are as they are.
-- Segments are summed at the list length that headlines speak of. The sums follow from src/SparkReco/Metrics: a test writes them.

select
  cast(q.system as string) as system,
  cast(u.segment as string) as segment,
  cast(q.k as int) as k,
  cast(u.bucket as int) as bucket,
  cast(count(*) as bigint) as user_count,
  cast(sum(cast(floor(q.hit_rate * 1e9) as bigint)) as bigint) as hit_rate,
  cast(sum(cast(floor(q.precision * 1e9) as bigint)) as bigint) as precision,
  cast(sum(cast(floor(q.recall * 1e9) as bigint)) as bigint) as recall,
  cast(sum(cast(floor(q.ndcg * 1e9) as bigint)) as bigint) as ndcg,
  cast(sum(cast(floor(q.average_precision * 1e9) as bigint)) as bigint) as average_precision,
  cast(sum(cast(floor(q.reciprocal_rank * 1e9) as bigint)) as bigint) as reciprocal_rank,
  cast(sum(q.watch_seconds) as bigint) as watch_seconds,
  cast(sum(q.completed_count) as bigint) as completed_count,
  cast(sum(q.liked_count) as bigint) as liked_count
from judged_users as u
inner join recommendation_quality as q on q.user_id = u.user_id
where u.segment = 'all' or q.k = :main_k
group by q.system, u.segment, q.k, u.bucket
