-- purpose: rows that could not be typed, and values that rows were kept without
-- grain:   raw_table, reason

with
flaws as (
  select raw_table, reason, 1 as row_count from raw_problems
  union all
  select raw_table, reason, row_count from raw_flaws
)

select
  cast(raw_table as string) as raw_table,
  cast(reason as string) as reason,
  cast(sum(row_count) as bigint) as rows
from flaws
group by raw_table, reason
