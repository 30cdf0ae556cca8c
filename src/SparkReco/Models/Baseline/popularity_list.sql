-- purpose: the plain list to beat: the most popular items, the same for everybody, less what the user had already
-- grain:   user_id, rank

with
places as (
  select r.user_id, e.place
  from reach as r
  cross join lateral explode(sequence(1, cast(:list_size + r.consumed_count as int))) as e(place)
),

fresh as (
  select p.user_id, i.item_id, row_number() over (partition by p.user_id order by p.place) as rank
  from places as p
  inner join item_popularity as i on i.rank = p.place
  anti join consumed as e on e.user_id = p.user_id and e.item_id = i.item_id
  where i.segment = 'all'
)

select
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id
from fresh
where rank <= :list_size
