-- purpose: the length of the shortest of the baseline's lists for eligible users; 0 where one has none
-- grain:   one row

with
lengths as (
  select u.user_id, count(r.item_id) as length
  from users as u
  left join recommendations as r on r.user_id = u.user_id and r.system = 'baseline'
  where u.is_eligible
  group by u.user_id
)

select cast(coalesce(min(length), 0) as bigint) as shortest
from lengths
