-- purpose: which system is better for whom, by how much and how surely
-- grain:   segment, metric, k

select
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(k as int) as k,
  cast(user_count as bigint) as users,
  cast(baseline as double) as baseline,
  cast(personalize as double) as personalize,
  cast(difference as double) as difference,
  cast(agreement as double) as agreement,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(p_value as double) as p_value,
  cast(adjusted_p_value as double) as adjusted_p_value,
  cast(verdict as string) as verdict
from comparison_summary
order by segment, metric, k
