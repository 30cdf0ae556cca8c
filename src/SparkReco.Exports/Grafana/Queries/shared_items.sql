-- purpose: how many users' lists share how many items
-- grain:   a number of shared items
select cast(common_count as {text}) as "shared items", count(*) as "users"
from {recommendation_overlap}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and k = ${k}
  and reference_count > 0
  and system_count > 0
group by common_count
order by common_count
