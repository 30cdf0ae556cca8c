-- purpose: who a user is
-- grain:   one row, or none where there is no such user

select
  cast(tier as string) as tier,
  cast(coalesce(country, 'unknown country') as string) as country,
  cast(is_eligible as boolean) as is_eligible,
  cast(coalesce(cast(last_active_on as string), 'never') as string) as last_active_on
from users
where user_id = :user_id
