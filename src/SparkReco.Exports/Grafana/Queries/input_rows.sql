-- purpose: what became of the rows of each input file
-- grain:   an input file
select
  input,
  source,
  row_count as "rows",
  kept_count as "kept",
  rejected_count as "rejected",
  duplicate_count as "copies",
  conflict_count as "copies with other values",
  left_out_count as "left out",
  1e0 * rejected_count / nullif(row_count, 0) as "rejected share"
from {row_counts}
where run_date = date ${run_date:sqlstring}
order by input, source
