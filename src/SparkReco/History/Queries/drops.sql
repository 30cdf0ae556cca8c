-- purpose: figures that the day before has, too
-- grain:   system, figure

select
  cast(system as string) as system,
  cast(figure as string) as figure,
  cast(earlier_run_date as date) as earlier_run_date,
  cast(earlier_value as double) as earlier,
  cast(figure_value as double) as now
from run_history
where earlier_value is not null
order by system, figure
