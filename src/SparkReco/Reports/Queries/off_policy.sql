-- purpose: what each system's lists would have been clicked, by impressions that log a propensity
-- grain:   system, estimator

select
  cast(system as string) as system,
  cast(estimator as string) as estimator,
  cast(metric_value as double) as value,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(round_count as bigint) as rounds,
  cast(match_count as bigint) as matches,
  cast(effective_count as double) as effective,
  cast(largest_weight as double) as largest_weight,
  cast(message as string) as message
from off_policy
order by system, estimator
