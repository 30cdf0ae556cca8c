-- purpose: the plain list to beat: the items that most users had of late, the same for everybody, less what the user had already
-- grain:   user_id, rank
-- Of late is what still scores, within the look-back of engagement: what is long over would be too easy to beat.

with
counted as (
  select i.item_id, count(e.user_id) as user_count
  from offered_items as i
  left join engagement as e on e.item_id = i.item_id and e.score > 0
  group by i.item_id
),

ordered as (
  select item_id, row_number() over (order by user_count desc, item_id) as place
  from counted
),

places as (
  select r.user_id, e.place
  from reach as r
  cross join lateral explode(sequence(1, cast(:list_size + r.consumed_count as int))) as e(place)
),

fresh as (
  select p.user_id, o.item_id, row_number() over (partition by p.user_id order by o.place) as rank
  from places as p
  inner join ordered as o on o.place = p.place
  where not exists (select 1 as found from consumed as e where e.user_id = p.user_id and e.item_id = o.item_id)
)

select
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id
from fresh
where rank <= :list_size
