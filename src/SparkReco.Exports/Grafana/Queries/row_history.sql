-- purpose: the rows that were kept over the runs, by input
-- grain:   a run date
select
  cast(run_date as {time}) as "time",
  sum(case when input = 'users' then kept_count end) as "users",
  sum(case when input = 'items' then kept_count end) as "items",
  sum(case when input = 'events' then kept_count end) as "events"
from {row_counts}
group by run_date
order by run_date
