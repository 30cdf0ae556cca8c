-- purpose: what the system costs a month beside what it gains over the reference, run by run
-- grain:   a run date on which a cost is known
select
  cast(run_date as {text}) as "run date",
  monthly_cost as "cost a month",
  extra_hours as "extra hours a month",
  extra_hours_low as "hours from",
  extra_hours_high as "hours to",
  cost_per_hour as "cost of an extra hour",
  cost_per_hour_low as "cost from",
  cost_per_hour_high as "cost to",
  break_even_minutes as "pays from, minutes per user and month"
from {cost_summary}
where reference = ${reference:sqlstring} and "system" = ${system:sqlstring}
order by run_date desc
