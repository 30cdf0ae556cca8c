-- purpose: whether the experiments can be trusted
-- grain:   control, treatment, check_name

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(check_name as string) as check_name,
  cast(checked_value as double) as checked_value,
  cast(threshold as double) as threshold,
  cast(status as string) as status,
  cast(message as string) as message
from experiment_checks
order by control, treatment, check_name
