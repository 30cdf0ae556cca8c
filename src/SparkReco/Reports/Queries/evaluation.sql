-- purpose: how good each system's lists are
-- grain:   system, segment, metric, k

select
  cast(system as string) as system,
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(k as int) as k,
  cast(user_count as bigint) as users,
  cast(metric_value as double) as value,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(over_popularity as double) as over_popularity,
  cast(over_popularity_ci_low as double) as over_popularity_low,
  cast(over_popularity_ci_high as double) as over_popularity_high
from evaluation_summary
order by system, segment, metric, k
