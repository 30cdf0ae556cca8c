-- purpose: how many days ago the latest run date was
-- grain:   one row
select {days since the latest run} as "days"
from {evaluation_summary}
