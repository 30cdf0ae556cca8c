-- purpose: which of the sources that impressions name is better, by how much and how surely
-- grain:   control, treatment, segment, metric

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(kind as string) as kind,
  cast(first_on as date) as first_on,
  cast(last_on as date) as last_on,
  cast(control_user_count as bigint) as control_users,
  cast(treatment_user_count as bigint) as treatment_users,
  cast(control_value as double) as control_value,
  cast(treatment_value as double) as treatment_value,
  cast(difference as double) as difference,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(relative_difference as double) as relative,
  cast(relative_ci_low as double) as relative_low,
  cast(relative_ci_high as double) as relative_high,
  cast(p_value as double) as p_value,
  cast(cuped_difference as double) as cuped_difference,
  cast(cuped_ci_low as double) as cuped_low,
  cast(cuped_ci_high as double) as cuped_high,
  cast(cuped_p_value as double) as cuped_p_value,
  cast(adjusted_p_value as double) as adjusted_p_value,
  cast(always_valid_low as double) as always_valid_low,
  cast(always_valid_high as double) as always_valid_high,
  cast(detectable_difference as double) as detectable,
  cast(users_needed as bigint) as users_needed,
  cast(verdict as string) as verdict
from experiment_summary
order by control, treatment, segment, metric
