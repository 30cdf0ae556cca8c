-- purpose: the items most similar to each item
-- grain:   item_id, rank

with
ranked as (
  select
    item_number,
    neighbor_number,
    support,
    similarity,
    row_number() over (partition by item_number order by similarity desc, neighbor_number) as rank
  from pair_similarities
  where similarity > 0
)

select
  cast(i.item_id as string) as item_id,
  cast(r.rank as int) as rank,
  cast(j.item_id as string) as neighbor_id,
  cast(r.similarity as bigint) as similarity,
  cast(r.support as bigint) as support
from ranked as r
inner join item_numbers as i on i.item_number = r.item_number
inner join item_numbers as j on j.item_number = r.neighbor_number
where r.rank <= :neighbors
