-- purpose: how much better the system is for whom by one metric, with the interval, in parts of the reference's value
-- grain:   a segment
select
  segment,
  user_count as "users",
  reference_value,
  system_value,
  difference / nullif(reference_value, 0) as "gain",
  ci_low / nullif(reference_value, 0) as "gain from",
  ci_high / nullif(reference_value, 0) as "gain to",
  gained_count as "users who gain",
  lost_count as "users who lose",
  verdict
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and k = ${k}
  and metric = ${metric:sqlstring}
order by case when segment = 'all' then 0 else 1 end, segment
