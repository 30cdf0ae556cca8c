-- purpose: users whose two lists are least alike; any other user can be typed in
-- grain:   a user
select user_id
from {recommendation_overlap}
where
  run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and k = ${k}
  and reference_count > 0
  and system_count > 0
order by overlap, user_id
limit 100
