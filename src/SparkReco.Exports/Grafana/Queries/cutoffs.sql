-- purpose: the list lengths to choose from; first the one that most is said of, which is that of headlines
-- grain:   a list length
select k
from {evaluation_summary}
where run_date = date ${run_date:sqlstring}
group by k
order by count(*) desc, k
