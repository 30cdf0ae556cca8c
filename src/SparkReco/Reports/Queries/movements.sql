-- purpose: places by where the item goes from the baseline's list to Amazon Personalize's, in users with both
-- grain:   movement

with
users_with_both as (
  select user_id
  from recommendation_overlap
  where k = :k and baseline_count > 0 and personalize_count > 0
)

select
  cast(s.movement as string) as name,
  cast(count(*) as bigint) as places
from rank_shifts as s
inner join users_with_both as u on u.user_id = s.user_id
group by s.movement
order by name
