-- purpose: how alike the lists are over the runs, by one metric of both lists together
-- grain:   a run date
select cast(run_date as {time}) as "time", agreement, ci_low as "from", ci_high as "to"
from {comparison_summary}
where reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and metric = {metric}
order by run_date
