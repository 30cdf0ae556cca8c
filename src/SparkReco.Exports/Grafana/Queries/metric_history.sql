-- purpose: both systems' values of one metric over the runs
-- grain:   a run date
select cast(run_date as {time}) as "time", reference_value, system_value
from {comparison_summary}
where reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and metric = {metric}
order by run_date
