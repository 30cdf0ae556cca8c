-- purpose: the run's main figures, beside those of the latest day before that the lake has
-- grain:   system, figure
-- Metrics are of all users at the list length that headlines speak of; counts belong to no system. A metric stands beside one of the same
-- list length and as many judged days alone: with other days it would be another figure.

with
metrics as (
  select system, metric as figure, metric_value as figure_value
  from evaluation_summary
  where segment = 'all' and k = :main_k
),

judged as (
  select system, 'judged_users' as figure, max(user_count) as figure_value
  from evaluation_summary
  where segment = 'all' and k = :main_k and metric = 'hit_rate'
  group by system
),

kept as (
  select '' as system, input || '_kept' as figure, sum(kept_count) as figure_value
  from row_counts
  group by input
),

rejected as (
  select '' as system, input || '_rejected' as figure, sum(rejected_count) as figure_value
  from row_counts
  group by input
),

eligible as (
  select '' as system, 'eligible_users' as figure, count_if(is_eligible) as figure_value
  from users
),

figures as (
  select m.system, m.figure, :main_k as k, d.judged_days, m.figure_value
  from metrics as m
  cross join judged_days as d
  union all
  select j.system, j.figure, :main_k as k, d.judged_days, cast(j.figure_value as double) as figure_value
  from judged as j
  cross join judged_days as d
  union all
  select system, figure, 0 as k, 0 as judged_days, cast(figure_value as double) as figure_value from kept
  union all
  select system, figure, 0 as k, 0 as judged_days, cast(figure_value as double) as figure_value from rejected
  union all
  select system, figure, 0 as k, 0 as judged_days, cast(figure_value as double) as figure_value from eligible
)

select
  cast(f.system as string) as system,
  cast(f.figure as string) as figure,
  cast(f.k as int) as k,
  cast(f.judged_days as int) as judged_days,
  cast(f.figure_value as double) as figure_value,
  cast(e.earlier_run_date as date) as earlier_run_date,
  cast(e.figure_value as double) as earlier_value
from figures as f
left join earlier_figures as e
  on e.system = f.system and e.figure = f.figure and e.k = f.k and e.judged_days = f.judged_days
