-- purpose: the run's main figures, beside those of the latest day before
-- grain:   system, figure

select
  cast(system as string) as system,
  cast(figure as string) as figure,
  cast(figure_value as double) as now_value,
  cast(earlier_run_date as date) as earlier_on,
  cast(earlier_value as double) as earlier_value
from run_history
order by system, figure
