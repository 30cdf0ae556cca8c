-- purpose: rows that could not be typed
-- grain:   raw_table, reason

select
  cast(raw_table as string) as raw_table,
  cast(reason as string) as reason,
  cast(count(*) as bigint) as rows
from raw_problems
group by raw_table, reason
