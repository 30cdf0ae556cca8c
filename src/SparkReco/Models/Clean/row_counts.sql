-- purpose: what became of the rows of each input file: rows = kept + rejected + duplicates + left out
-- grain:   source, input

with
orphans as (
  select file_number, count(*) as row_count
  from event_orphans
  group by file_number
),

copies as (
  select 'raw_users' as raw_table, file_number, is_conflict from user_rows where copy_number > 1
  union all
  select 'raw_items' as raw_table, file_number, is_conflict from item_rows where copy_number > 1
  union all
  select 'raw_events' as raw_table, file_number, is_conflict from event_repeats where is_duplicate
),

duplicates as (
  select raw_table, file_number, count(*) as row_count, count(case when is_conflict then 1 end) as conflict_count
  from copies
  group by raw_table, file_number
),

counted as (
  select
    f.path,
    f.raw_table,
    f.row_count,
    f.left_out_count,
    f.problem_count + coalesce(o.row_count, 0) as rejected_count,
    coalesce(d.row_count, 0) as duplicate_count,
    coalesce(d.conflict_count, 0) as conflict_count
  from raw_files as f
  left join orphans as o on f.raw_table = 'raw_events' and o.file_number = f.file_number
  left join duplicates as d on d.raw_table = f.raw_table and d.file_number = f.file_number
)

select
  cast(path as string) as source,
  cast(substr(raw_table, 5) as string) as input,
  cast(row_count as bigint) as row_count,
  cast(row_count - rejected_count - duplicate_count - left_out_count as bigint) as kept_count,
  cast(rejected_count as bigint) as rejected_count,
  cast(duplicate_count as bigint) as duplicate_count,
  cast(conflict_count as bigint) as conflict_count,
  cast(left_out_count as bigint) as left_out_count
from counted
