-- purpose: the difference by one metric over the runs, with its interval
-- grain:   a run date
select cast(run_date as {time}) as "time", difference, ci_low as "from", ci_high as "to"
from {comparison_summary}
where reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and metric = {metric}
order by run_date
