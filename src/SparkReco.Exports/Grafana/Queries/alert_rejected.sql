-- purpose: the share of rejected rows of the latest run
-- grain:   an input
select input, 1e0 * sum(rejected_count) / nullif(sum(row_count), 0) as "rejected share"
from {row_counts}
where run_date = (select max(run_date) from {row_counts})
group by input
