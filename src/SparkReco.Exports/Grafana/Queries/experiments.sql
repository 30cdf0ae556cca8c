-- purpose: which source is better by what people did with lists they were shown, over all users
-- grain:   a source beside the control, and a metric
select
  control,
  treatment,
  kind,
  metric,
  control_user_count as "control users",
  treatment_user_count as "treatment users",
  control_value as "control value",
  treatment_value as "treatment value",
  difference,
  ci_low as "from",
  ci_high as "to",
  relative_difference as "gain",
  adjusted_p_value as "p value",
  verdict
from {experiment_summary}
where run_date = date ${run_date:sqlstring} and segment = 'all'
order by kind, control, treatment, metric
