-- purpose: the list of system :system for each user as it was delivered, with what cannot be shown
-- grain:   user_id, rank
-- Ranks are those of the delivered list, so that a place which cannot score is a place. Items that the catalogue does not have are left
-- out: they could not score, and nothing is known of them.

select
  cast(user_id as string) as user_id,
  cast(position as int) as rank,
  cast(item_id as string) as item_id,
  cast(score as double) as score,
  cast(system as string) as reason,
  cast(null as string) as proposed_by
from list_rows
where
  system || '_delivered' = :system
  and (issue is null or issue in ('item is not available', 'the user had the item before'))
