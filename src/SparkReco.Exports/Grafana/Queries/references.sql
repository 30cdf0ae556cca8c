-- purpose: the systems that others are compared with
-- grain:   a system
select reference
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
group by reference
order by reference
