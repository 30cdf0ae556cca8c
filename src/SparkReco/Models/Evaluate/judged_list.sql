-- purpose: the lists that are judged: the systems', and the two that they must beat
-- grain:   system, user_id, rank

with
lists as (
  select system, user_id, rank, item_id from recommendations
  union all
  select 'popularity' as system, user_id, rank, item_id from popularity_list
  union all
  select 'random' as system, user_id, rank, item_id from random_list
)

select
  cast(system as string) as system,
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id
from lists
