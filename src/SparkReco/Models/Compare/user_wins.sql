-- purpose: how many users each of two systems serves better, by each metric
-- grain:   reference, system, segment, k
-- Segments are counted at the list length that headlines speak of. The counts follow from src/SparkReco/Metrics: a test writes them.

select
  cast(p.reference as string) as reference,
  cast(p.system as string) as system,
  cast(u.segment as string) as segment,
  cast(r.k as int) as k,
  cast(count_if(s.hit_rate > r.hit_rate) as bigint) as hit_rate_gained,
  cast(count_if(s.hit_rate < r.hit_rate) as bigint) as hit_rate_lost,
  cast(count_if(s.precision > r.precision) as bigint) as precision_gained,
  cast(count_if(s.precision < r.precision) as bigint) as precision_lost,
  cast(count_if(s.recall > r.recall) as bigint) as recall_gained,
  cast(count_if(s.recall < r.recall) as bigint) as recall_lost,
  cast(count_if(s.ndcg > r.ndcg) as bigint) as ndcg_gained,
  cast(count_if(s.ndcg < r.ndcg) as bigint) as ndcg_lost,
  cast(count_if(s.average_precision > r.average_precision) as bigint) as average_precision_gained,
  cast(count_if(s.average_precision < r.average_precision) as bigint) as average_precision_lost,
  cast(count_if(s.reciprocal_rank > r.reciprocal_rank) as bigint) as reciprocal_rank_gained,
  cast(count_if(s.reciprocal_rank < r.reciprocal_rank) as bigint) as reciprocal_rank_lost,
  cast(count_if(s.watch_seconds > r.watch_seconds) as bigint) as watch_seconds_gained,
  cast(count_if(s.watch_seconds < r.watch_seconds) as bigint) as watch_seconds_lost,
  cast(count_if(s.completed_count > r.completed_count) as bigint) as completed_count_gained,
  cast(count_if(s.completed_count < r.completed_count) as bigint) as completed_count_lost,
  cast(count_if(s.liked_count > r.liked_count) as bigint) as liked_count_gained,
  cast(count_if(s.liked_count < r.liked_count) as bigint) as liked_count_lost
from system_pairs as p
inner join recommendation_quality as r on r.system = p.reference
inner join recommendation_quality as s on s.system = p.system and s.user_id = r.user_id and s.k = r.k
inner join judged_users as u on u.user_id = r.user_id
where u.segment = 'all' or r.k = :main_k
group by p.reference, p.system, u.segment, r.k
