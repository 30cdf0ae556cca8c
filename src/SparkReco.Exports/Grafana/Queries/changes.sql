-- purpose: a run's main figures beside those of the latest day before
-- grain:   a figure, of a system or of none
select
  figure,
  "system",
  figure_value as "value",
  earlier_value as "before",
  figure_value - earlier_value as "change",
  cast(earlier_run_date as {text}) as "run date before"
from {run_history}
where run_date = date ${run_date:sqlstring} and "system" in ('', ${reference:sqlstring}, ${system:sqlstring})
order by "system", figure
