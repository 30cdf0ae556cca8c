-- purpose: what the systems' lists cover over the runs, by one metric of all lists together
-- grain:   a run date
select
  cast(run_date as {time}) as "time",
  max(case when "system" = ${reference:sqlstring} then metric_value end) as reference_value,
  max(case when "system" = ${system:sqlstring} then metric_value end) as system_value
from {evaluation_summary}
where segment = 'all' and k = ${k} and metric = {metric}
group by run_date
order by run_date
