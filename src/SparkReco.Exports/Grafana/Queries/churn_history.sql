-- purpose: how much of a list stays from one run to the next
-- grain:   a run date
select
  cast(run_date as {time}) as "time",
  max(case when "system" = ${reference:sqlstring} then self_overlap end) as reference_value,
  max(case when "system" = ${system:sqlstring} then self_overlap end) as system_value
from {list_churn}
group by run_date
order by run_date
