-- purpose: what was wrong with Amazon Personalize's lists
-- grain:   issue

with
all_issues as (
  select issue, source, line, user_id from list_problems
  union all
  select issue, source, line, user_id from list_rows where issue is not null
)

select
  cast(issue as string) as issue,
  cast(count(*) as bigint) as row_count,
  cast(min(source || ':' || cast(line as string)) as string) as example
from all_issues
group by issue
