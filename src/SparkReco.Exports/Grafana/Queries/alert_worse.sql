-- purpose: by how many headline metrics a system is clearly worse than its reference in the latest run, over all users
-- grain:   a pair of systems
select concat(reference, ' and ', "system") as pair, sum(case when verdict = concat(reference, ' is better') then 1 else 0 end) as "worse"
from {comparison_summary}
where run_date = (select max(run_date) from {comparison_summary}) and segment = 'all' and metric in ({headline metrics})
group by reference, "system"
