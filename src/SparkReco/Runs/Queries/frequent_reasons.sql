-- purpose: the most frequent reasons of rejected rows, each with the first row that has it, and how many reasons there are
-- grain:   reason

with
counted as (
  select reason, count(*) as row_count, min(concat(source, coalesce(':' || cast(line as string), ''))) as example
  from rejected_rows
  where line is not null or raw <> ''
  group by reason
),

numbered as (
  select
    reason,
    row_count,
    example,
    row_number() over (order by row_count desc, reason) as place,
    count(*) over () as reason_count
  from counted
)

select
  cast(reason as string) as reason,
  cast(row_count as bigint) as rows,
  cast(example as string) as example,
  cast(reason_count as bigint) as reasons
from numbered
where place <= 5
order by place
