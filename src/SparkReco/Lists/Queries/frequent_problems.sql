-- purpose: what is wrong with lines of the delivered files, the most frequent first
-- grain:   issue

select
  cast(issue as string) as issue,
  cast(count(*) as bigint) as lines,
  cast(min(source || ':' || cast(line as string)) as string) as example
from list_problems
group by issue
order by lines desc, issue
limit 3
