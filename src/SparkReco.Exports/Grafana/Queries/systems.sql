-- purpose: the systems that are compared with the reference
-- grain:   a system
select "system"
from {comparison_summary}
where run_date = date ${run_date:sqlstring} and reference = ${reference:sqlstring}
group by "system"
order by "system"
