-- purpose: every input row that was rejected, and why
-- grain:   one row of an input file

with
rejected as (
  select raw_table, file_number, line, reason, value, raw from raw_problems
  union all
  select 'raw_events' as raw_table, file_number, line, reason, value, raw from event_orphans
)

select
  cast(f.path as string) as source,
  cast(r.line as bigint) as line,
  cast(r.reason as string) as reason,
  cast(r.value as string) as value,
  cast(substr(r.raw, 1, 1000) as string) as raw
from rejected as r
inner join raw_files as f on f.raw_table = r.raw_table and f.file_number = r.file_number
