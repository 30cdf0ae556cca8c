-- purpose: what each run said of the headline metrics
-- grain:   a run date and a headline metric
select
  cast(run_date as {text}) as "run date",
  metric,
  user_count as "users",
  reference_value,
  system_value,
  difference / nullif(reference_value, 0) as "gain",
  verdict
from {comparison_summary}
where reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and metric in ({headline metrics})
order by run_date desc, {place of metric}
