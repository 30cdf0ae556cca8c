-- purpose: what was wrong with the lists from outside
-- grain:   system, issue
-- Issues of lines hold no place. The first places are those that headlines speak of.

with
all_issues as (
  select 'personalize' as system, issue, source, line, 0 as is_first from list_problems
  union all
  select system, issue, source, line, case when position <= :main_k then 1 else 0 end as is_first
  from list_rows
  where issue is not null
)

select
  cast(system as string) as system,
  cast(issue as string) as issue,
  cast(count(*) as bigint) as row_count,
  cast(sum(is_first) as bigint) as first_place_count,
  cast(min(source || ':' || coalesce(cast(line as string), '')) as string) as example
from all_issues
group by system, issue
