-- purpose: the most frequent reasons of rejected rows, each with the first row that has it
-- grain:   reason

select
  cast(reason as string) as reason,
  cast(count(*) as bigint) as rows,
  cast(min(concat(source, coalesce(':' || cast(line as string), ''))) as string) as example,
  cast(count(*) over () as bigint) as reasons
from rejected_rows
where line is not null or raw <> ''
group by reason
order by count(*) desc, reason
limit 5
