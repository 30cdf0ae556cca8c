-- purpose: whether the experiments can be trusted, what failed first
-- grain:   a source beside the control, and something that was looked at
select
  status,
  check_name as "check",
  treatment,
  control,
  message
from {experiment_checks}
where run_date = date ${run_date:sqlstring}
order by case status when 'failed' then 0 when 'warning' then 1 else 2 end, control, treatment, check_name
