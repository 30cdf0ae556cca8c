-- purpose: the least share of eligible users who have a list of each system, in the latest run
-- grain:   a system
select "system", min(metric_value) as "share of users"
from {evaluation_summary}
where run_date = (select max(run_date) from {evaluation_summary}) and segment = 'all' and metric = 'user_coverage'
group by "system"
