-- purpose: what was wrong with lists from outside, the most frequent issues first
-- grain:   system, issue

select
  cast(system as string) as system,
  cast(issue as string) as text,
  cast(row_count as bigint) as rows,
  cast(first_place_count as bigint) as first_places,
  cast(coalesce(example, '') as string) as example
from list_issues
order by row_count desc, system, issue
limit 100
