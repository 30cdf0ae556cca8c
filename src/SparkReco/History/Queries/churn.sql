-- purpose: how alike each system's lists are to those of the day before
-- grain:   system

select
  cast(system as string) as system,
  cast(earlier_run_date as date) as earlier_run_date,
  cast(user_count as bigint) as users,
  cast(self_overlap as double) as self_overlap
from list_churn
where user_count > 0
order by system
