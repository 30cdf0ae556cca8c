-- purpose: how alike a user's two lists are
-- grain:   a list length
select k, reference_count, system_count, common_count as "shared items", overlap, rbo, kendall
from {recommendation_overlap}
where run_date = date ${run_date:sqlstring}
  and user_id = ${user:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
order by k
