-- purpose: the share of all rows that were rejected
-- grain:   one row
select 1e0 * sum(rejected_count) / nullif(sum(row_count), 0) as "rejected share"
from {row_counts}
where run_date = date ${run_date:sqlstring}
