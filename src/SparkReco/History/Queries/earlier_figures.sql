-- purpose: the figures of an earlier day
-- grain:   system, figure

select
  cast(:earlier_run_date as date) as earlier_run_date,
  cast(system as string) as system,
  cast(figure as string) as figure,
  cast(k as int) as k,
  cast(judged_days as int) as judged_days,
  cast(figure_value as double) as figure_value
from published_figures
