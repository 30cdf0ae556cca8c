-- purpose: what may enter a user's list: similar items, popular items, and for warm users new items
-- grain:   user_id, item_id
-- So many popular items are taken that a full list is left when the consumed ones are gone; each rank is joined by itself, so that
-- the work grows with the lists and not with the catalogue.

with
new_items as (
  select
    item_id,
    row_number() over (order by published_on desc, item_id) as rank
  from offered_items
  where published_on >= date_sub(:run_date, :new_item_days)
),

places as (
  select r.user_id, r.segment, e.rank
  from reach as r
  cross join lateral explode(sequence(1, cast(:list_size + r.consumed_count as int))) as e(rank)
),

popular as (
  select p.user_id, i.item_id
  from places as p
  inner join item_popularity as i on i.segment = p.segment and i.rank = p.rank
  union all
  select r.user_id, n.item_id
  from reach as r
  cross join new_items as n
  where r.is_warm and n.rank <= :list_size
),

fresh as (
  select p.user_id, p.item_id
  from popular as p
  where not exists (select 1 as found from consumed as e where e.user_id = p.user_id and e.item_id = p.item_id)
),

all_parts as (
  select user_id, item_id, similarity from similar_candidates
  union all
  select user_id, item_id, cast(0 as bigint) as similarity from fresh
),

merged as (
  select user_id, item_id, max(similarity) as similarity
  from all_parts
  group by user_id, item_id
)

select
  cast(m.user_id as string) as user_id,
  cast(m.item_id as string) as item_id,
  cast(r.segment as string) as segment,
  cast(m.similarity as bigint) as similarity
from merged as m
inner join reach as r on r.user_id = m.user_id
