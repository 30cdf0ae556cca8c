-- purpose: places by where the item goes from the reference's list to the system's, in users with both
-- grain:   movement

with
users_with_both as (
  select user_id
  from recommendation_overlap
  where reference = :reference and system = :system and k = :k and reference_count > 0 and system_count > 0
)

select
  cast(s.movement as string) as name,
  cast(count(*) as bigint) as places
from rank_shifts as s
inner join users_with_both as u on u.user_id = s.user_id
where s.reference = :reference and s.system = :system
group by s.movement
order by name
