-- purpose: what the system of the pair costs beside what it gains
-- grain:   one row, or none where no cost is known

select
  cast(monthly_cost as double) as monthly,
  cast(cost_source as string) as source,
  cast(extra_hours as double) as hours,
  cast(extra_hours_low as double) as hours_low,
  cast(extra_hours_high as double) as hours_high,
  cast(cost_per_hour as double) as per_hour,
  cast(cost_per_hour_low as double) as per_hour_low,
  cast(cost_per_hour_high as double) as per_hour_high,
  cast(break_even_minutes as double) as break_even_minutes
from cost_summary
where reference = :reference and system = :system
