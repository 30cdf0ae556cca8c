-- purpose: how each system's lists changed since the latest day before
-- grain:   system

select
  cast(system as string) as system,
  cast(earlier_run_date as date) as earlier_on,
  cast(user_count as bigint) as users,
  cast(new_user_count as bigint) as new_users,
  cast(gone_user_count as bigint) as gone_users,
  cast(self_overlap as double) as self_overlap,
  cast(same_first_share as double) as same_first
from list_churn
order by system
