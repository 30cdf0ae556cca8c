-- purpose: the items most similar to each item
-- grain:   item_id, rank
-- similarity = dot(i, j) * history_weight(degree i) * target_weight(degree j), in parts per million millions: cosine, P3alpha and RP3beta
-- are choices of the exponents (Paudel et al., Updatable, accurate, diverse, and scalable recommendations, TiiS 2017, section 3). It
-- shrinks by support / (support + shrinkage) (Bell and Koren, Improved neighborhood-based collaborative filtering, 2007, section 3).

with
similar_items as (
  select
    p.item_number,
    p.neighbor_number,
    p.support,
    cast(floor(
      cast(p.dot as double) * hw.history_weight / 1e12 * tw.target_weight / 1e9
      * p.support / nullif(cast(p.support as double) + :shrinkage, 0)
    ) as bigint) as similarity
  from item_pairs as p
  inner join item_degrees as h on h.item_number = p.item_number
  inner join degree_weights as hw on hw.degree = h.degree
  inner join item_degrees as t on t.item_number = p.neighbor_number
  inner join degree_weights as tw on tw.degree = t.degree
),

ranked as (
  select
    item_number,
    neighbor_number,
    support,
    similarity,
    row_number() over (partition by item_number order by similarity desc, neighbor_number) as rank
  from similar_items
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
