-- purpose: what ids of users and items look like
-- grain:   one row

with
example_users as (
  select min(user_id) as user_id from users
),

example_items as (
  select min(item_id) as item_id from items
)

select
  cast(u.user_id as string) as user_id,
  cast(i.item_id as string) as item_id
from example_users as u
cross join example_items as i
