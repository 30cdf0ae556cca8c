-- purpose: the run dates to choose from, the latest first
-- grain:   a run date
select cast(run_date as {text}) as run_date
from {evaluation_summary}
group by run_date
order by run_date desc
