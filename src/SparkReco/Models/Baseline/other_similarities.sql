-- purpose: how similar items are to what a warm user has had, by pairs of the other way
-- grain:   user_id, item_number
-- The ranker asks for it. As for candidates, an item has so many neighbours, and the latest items of the history count by their place.

with
ranked as (
  select
    item_number,
    neighbor_number,
    other_similarity as similarity,
    row_number() over (partition by item_number order by other_similarity desc, neighbor_number) as rank
  from pair_similarities
  where other_similarity > 0
)

select
  cast(h.user_id as string) as user_id,
  cast(s.neighbor_number as int) as item_number,
  cast(sum(cast(floor(cast(s.similarity as double) * w.weight / 1e6) as bigint)) as bigint) as similarity
from user_histories as h
inner join reach as r on r.user_id = h.user_id
inner join place_weights as w on w.place = h.age_rank
inner join ranked as s on s.item_number = h.item_number
where r.is_warm and h.age_rank <= :seed_size and s.rank <= :neighbors
group by h.user_id, s.neighbor_number
