-- purpose: what was wrong with lists that came from elsewhere
-- grain:   a system and a kind of issue
select "system", issue, row_count as "rows", first_place_count as "of them first places", example
from {list_issues}
where run_date = date ${run_date:sqlstring}
order by "system", row_count desc, issue
