-- purpose: what each system's lists are like
-- grain:   system

select
  cast(system as string) as system,
  cast(user_count as bigint) as user_count,
  cast(mixed_user_count as bigint) as mixed_user_count,
  cast(diversity as bigint) as diversity,
  cast(popular_count as bigint) as popular_count
from list_traits
