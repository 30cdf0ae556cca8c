-- purpose: why rows were rejected, the most frequent reasons first
-- grain:   reason

select
  cast(reason as string) as reason,
  cast(count(*) as bigint) as rows,
  cast(min(concat(source, coalesce(':' || cast(line as string), ''))) as string) as example
from rejected_rows
group by reason
order by count(*) desc, reason
limit 20
