-- purpose: users of each tier, and of them those who are active, eligible, and have a history
-- grain:   tier

with
histories as (
  select distinct user_id
  from engagement
)

select
  cast(u.tier as string) as tier,
  cast(count(*) as bigint) as users,
  cast(count_if(u.is_monthly_active) as bigint) as active,
  cast(count_if(u.is_eligible) as bigint) as eligible,
  cast(count(h.user_id) as bigint) as with_history
from users as u
left join histories as h on h.user_id = u.user_id
group by u.tier
order by tier
