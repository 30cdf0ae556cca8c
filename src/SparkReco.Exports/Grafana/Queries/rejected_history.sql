-- purpose: the share of rejected rows over the runs, by input
-- grain:   a run date
select
  cast(run_date as {time}) as "time",
  1e0 * sum(case when input = 'users' then rejected_count end) / nullif(sum(case when input = 'users' then row_count end), 0) as "users",
  1e0 * sum(case when input = 'items' then rejected_count end) / nullif(sum(case when input = 'items' then row_count end), 0) as "items",
  1e0 * sum(case when input = 'events' then rejected_count end) / nullif(sum(case when input = 'events' then row_count end), 0) as "events"
from {row_counts}
group by run_date
order by run_date
