-- purpose: for whom the system is better (1) or worse (-1) than the reference; 0 is no clear difference, nothing too few users
-- grain:   a segment and a headline metric
select
  segment,
  metric,
  case
    when verdict = concat("system", ' is better') then 1
    when verdict = concat(reference, ' is better') then -1
    when verdict = 'too few users' then null
    else 0
  end as outcome
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and k = ${k}
  and metric in ({headline metrics})
order by case when segment = 'all' then 0 else 1 end, segment, {place of metric}
