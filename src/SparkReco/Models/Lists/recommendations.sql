-- purpose: the list of system :system for each user, as it would be shown
-- grain:   user_id, rank
-- Lists as delivered, less what cannot be shown: unknown or unavailable users and items, an item's second place in a list, a user's second
-- list, and what the user had before. The ranks close up.

with
shown as (
  select user_id, position, item_id, score
  from list_rows
  where system = :system and issue is null
)

select
  cast(user_id as string) as user_id,
  cast(row_number() over (partition by user_id order by position, item_id) as int) as rank,
  cast(item_id as string) as item_id,
  cast(score as double) as score,
  cast(:system as string) as reason,
  cast(null as string) as proposed_by
from shown
