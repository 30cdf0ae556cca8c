-- purpose: who is better by each metric, for one segment
-- grain:   a metric of each user's list
select
  metric,
  user_count as "users",
  reference_value,
  system_value,
  difference,
  difference / nullif(reference_value, 0) as "gain",
  ci_low / nullif(reference_value, 0) as "gain from",
  ci_high / nullif(reference_value, 0) as "gain to",
  gained_count as "users who gain",
  lost_count as "users who lose",
  adjusted_p_value as "p value",
  verdict
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and difference is not null
order by {place of metric}
