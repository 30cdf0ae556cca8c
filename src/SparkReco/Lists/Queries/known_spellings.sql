-- purpose: which other spellings of unknown ids are ids of users or items
-- grain:   kind, change

with
ids as (
  select 'user' as kind, user_id as id from users
  union all
  select 'item' as kind, item_id as id from items
)

select
  cast(s.kind as string) as kind,
  cast(s.change as string) as change,
  cast(count(*) as bigint) as count,
  cast(min(s.id) as string) as example,
  cast(min_by(s.spelling, s.id) as string) as spelling
from id_spellings as s
inner join ids as i on i.kind = s.kind and i.id = s.spelling
group by s.kind, s.change
