-- purpose: users with both lists by how many of their first k items the two share
-- grain:   common

select
  cast(common_count as int) as common,
  cast(count(*) as bigint) as users
from recommendation_overlap
where reference = :reference and system = :system and k = :k and reference_count > 0 and system_count > 0
group by common_count
order by common
