-- purpose: what each eligible user has had, and so is not recommended again
-- grain:   user_id, item_id

select
  cast(e.user_id as string) as user_id,
  cast(e.item_id as string) as item_id
from engagement as e
inner join users as u on u.user_id = e.user_id
where u.is_eligible
