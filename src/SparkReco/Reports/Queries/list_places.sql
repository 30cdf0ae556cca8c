-- purpose: the users with lists and the places of these lists
-- grain:   system

select
  cast(system as string) as system,
  cast(count_if(rank = 1) as bigint) as users,
  cast(count(*) as bigint) as places
from recommendations
group by system
order by system
