-- purpose: files that were rejected whole
-- grain:   file

select
  cast(source as string) as source,
  cast(reason as string) as reason
from rejected_rows
where line is null and raw = ''
order by source
