-- purpose: for whom which source is better, in parts of the control's value
-- grain:   a source beside the control, a segment and a metric
select
  treatment,
  control,
  segment,
  metric,
  control_user_count + treatment_user_count as "users",
  relative_difference as "gain",
  relative_ci_low as "gain from",
  relative_ci_high as "gain to",
  verdict
from {experiment_summary}
where run_date = date ${run_date:sqlstring} and segment <> 'all'
order by control, treatment, segment, metric
