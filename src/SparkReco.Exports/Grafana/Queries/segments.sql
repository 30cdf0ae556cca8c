-- purpose: the segments to choose from, all users first
-- grain:   a segment
select segment
from {evaluation_summary}
where run_date = date ${run_date:sqlstring}
group by segment
order by case when segment = 'all' then 0 else 1 end, segment
