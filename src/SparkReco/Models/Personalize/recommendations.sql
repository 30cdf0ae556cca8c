-- purpose: Amazon Personalize's list for each user
-- grain:   user_id, rank
-- Lists as delivered, less what could not be shown: unknown or unavailable users and items, an item's second place in a list, and
-- a user's second list. The ranks close up.

with
known as (
  select user_id, position, item_id, score
  from list_rows
  where issue is null
)

select
  cast(user_id as string) as user_id,
  cast(row_number() over (partition by user_id order by position, item_id) as int) as rank,
  cast(item_id as string) as item_id,
  cast(score as double) as score,
  cast('personalize' as string) as reason
from known
