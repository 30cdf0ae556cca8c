-- purpose: which system is better for whom, by how much and how surely
-- grain:   reference, system, segment, metric, k

select
  cast(reference as string) as reference,
  cast(system as string) as system,
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(k as int) as k,
  cast(user_count as bigint) as users,
  cast(reference_value as double) as reference_value,
  cast(system_value as double) as system_value,
  cast(difference as double) as difference,
  cast(agreement as double) as agreement,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(p_value as double) as p_value,
  cast(adjusted_p_value as double) as adjusted_p_value,
  cast(verdict as string) as verdict,
  cast(gained_count as bigint) as gained,
  cast(lost_count as bigint) as lost,
  cast(detectable_difference as double) as detectable,
  cast(users_needed as bigint) as users_needed
from comparison_summary
order by reference, system, segment, metric, k
