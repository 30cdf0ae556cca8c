-- purpose: what may enter a user's list: similar items, and the first of the user's lists that the user has not had
-- grain:   user_id, item_id
-- So many places of each list are looked at that a full list is left when the consumed items are gone; each place is joined by itself, so
-- that the work grows with the lists and not with the catalogue. The place by similarity is 9999 where an item is not similar. proposers
-- has a bit for each source: 1 similar items, 2 categories or newcomers, 4 popular items, 16 new ones.

with
places as (
  select l.user_id, l.list, e.rank
  from user_lists as l
  inner join reach as r on r.user_id = l.user_id
  cross join lateral explode(sequence(1, cast(:list_size + r.consumed_count as int))) as e(rank)
),

fresh as (
  select
    p.user_id,
    l.item_id,
    case
      when p.list = 'new' then 16
      when p.list = 'begun' or p.list like 'category=%' then 2
      else 4
    end as proposer,
    row_number() over (partition by p.user_id, p.list order by p.rank) as place
  from places as p
  inner join list_places as l on l.list = p.list and l.rank = p.rank
  anti join consumed as e on e.user_id = p.user_id and e.item_id = l.item_id
),

all_parts as (
  select user_id, item_id, similarity, place, common_users, 1 as proposer from similar_candidates
  union all
  select user_id, item_id, cast(0 as bigint) as similarity, 9999 as place, cast(0 as bigint) as common_users, proposer
  from fresh
  where place <= :list_size
),

merged as (
  select
    user_id,
    item_id,
    max(similarity) as similarity,
    min(place) as similarity_place,
    max(common_users) as common_users,
    bit_or(proposer) as proposers
  from all_parts
  group by user_id, item_id
)

select
  cast(m.user_id as string) as user_id,
  cast(m.item_id as string) as item_id,
  cast(r.segment as string) as segment,
  cast(r.has_history as boolean) as has_history,
  cast(r.is_warm as boolean) as is_warm,
  cast(m.similarity as bigint) as similarity,
  cast(m.similarity_place as int) as similarity_place,
  cast(m.common_users as bigint) as common_users,
  cast(m.proposers as int) as proposers
from merged as m
inner join reach as r on r.user_id = m.user_id
