-- purpose: some ids of the lists of system :system that no user, or no item, has
-- grain:   kind, id

with
unknown as (
  select distinct 'user' as kind, r.user_id as id
  from list_rows as r
  where r.system = :system and not exists (select 1 as found from users as u where u.user_id = r.user_id)
  union all
  select distinct 'item' as kind, r.item_id as id
  from list_rows as r
  where r.system = :system and not exists (select 1 as found from items as i where i.item_id = r.item_id)
),

numbered as (
  select kind, id, row_number() over (partition by kind order by id) as number
  from unknown
)

select
  cast(kind as string) as kind,
  cast(id as string) as id
from numbered
where number <= 20
