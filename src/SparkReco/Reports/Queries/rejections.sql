-- purpose: why rows were rejected, the most frequent reasons first
-- grain:   reason

with
counted as (
  select reason, count(*) as row_count, min(concat(source, coalesce(':' || cast(line as string), ''))) as example
  from rejected_rows
  group by reason
)

select
  cast(reason as string) as reason,
  cast(row_count as bigint) as rows,
  cast(example as string) as example
from counted
order by row_count desc, reason
limit 20
