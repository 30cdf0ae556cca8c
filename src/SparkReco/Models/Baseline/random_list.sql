-- purpose: what chance does: items drawn evenly from those on offer, less what the user had already
-- grain:   user_id, rank
-- A user's draws step through the items from a place and with a stride that are hashes of the user, so they are the same in every
-- run. The places are a prime number, so that no place comes twice before all have come; those beyond the last item are empty. Four
-- draws are made for each place of the list, or one for each place there is; a user who has had nearly everything may get a
-- short list.

with
places as (
  select item_id, row_number() over (order by item_id) - 1 as place
  from offered_items
),

hashes as (
  select user_id, md5(user_id) as hash
  from reach
),

starts as (
  select
    user_id,
    cast(conv(substr(hash, 1, 8), 16, 10) as bigint) as start,
    cast(conv(substr(hash, 9, 8), 16, 10) as bigint) as stride
  from hashes
),

draws as (
  select
    s.user_id,
    d.draw,
    pmod(s.start + (1 + pmod(s.stride, d.place_count - 1)) * d.draw, d.place_count) as place
  from starts as s
  cross join draw_numbers as d
),

fresh as (
  select d.user_id, p.item_id, row_number() over (partition by d.user_id order by d.draw) as rank
  from draws as d
  inner join places as p on p.place = d.place
  anti join consumed as e on e.user_id = d.user_id and e.item_id = p.item_id
)

select
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id
from fresh
where rank <= :list_size
