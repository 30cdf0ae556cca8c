-- purpose: what the lists of each system cover
-- grain:   a system and a metric of all lists together
select "system", metric, user_count as "users", metric_value as "value"
from {evaluation_summary}
where run_date = date ${run_date:sqlstring} and segment = 'all' and k = ${k} and metric in ({metrics of all lists})
order by "system", {place of metric}
