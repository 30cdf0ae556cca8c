-- purpose: eligible users, and users with a list of the baseline
-- grain:   one row

with
eligible as (
  select count_if(is_eligible) as eligible_users
  from users
),

listed as (
  select count(distinct user_id) as users_with_list
  from recommendations
  where system = 'baseline'
)

select
  cast(e.eligible_users as bigint) as eligible_users,
  cast(l.users_with_list as bigint) as users_with_list
from eligible as e
cross join listed as l
