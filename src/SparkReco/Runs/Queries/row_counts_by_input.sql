-- purpose: for each input: rows, and of them kept, rejected, duplicate and left out ones
-- grain:   input

select
  cast(input as string) as input,
  cast(sum(row_count) as bigint) as rows,
  cast(sum(kept_count) as bigint) as kept,
  cast(sum(rejected_count) as bigint) as rejected,
  cast(sum(duplicate_count) as bigint) as duplicates,
  cast(sum(conflict_count) as bigint) as conflicts,
  cast(sum(left_out_count) as bigint) as left_out
from row_counts
group by input
order by input
