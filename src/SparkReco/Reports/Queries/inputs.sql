-- purpose: rows of each input, and files of which none could be kept
-- grain:   input

with
rejected_files as (
  select distinct source
  from rejected_rows
  where line is null and raw = ''
)

select
  cast(c.input as string) as input,
  cast(count(*) as bigint) as files,
  cast(sum(c.row_count) as bigint) as rows,
  cast(sum(c.kept_count) as bigint) as kept,
  cast(sum(c.rejected_count) as bigint) as rejected,
  cast(sum(c.duplicate_count) as bigint) as duplicates,
  cast(sum(c.conflict_count) as bigint) as conflicts,
  cast(sum(c.left_out_count) as bigint) as left_out,
  cast(count(r.source) as bigint) as rejected_files
from row_counts as c
left join rejected_files as r on r.source = c.source
group by c.input
order by c.input desc
