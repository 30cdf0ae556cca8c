-- purpose: what was wrong in Amazon Personalize's lists, the most frequent issues first
-- grain:   issue

select
  cast(issue as string) as text,
  cast(row_count as bigint) as rows,
  cast(coalesce(example, '') as string) as example
from list_issues
order by row_count desc, issue
limit 20
