-- purpose: how similar items are by their pairs
-- grain:   item_number, neighbor_number
-- similarity = dot(i, j) * history_weight(degree i) * target_weight(degree j), in parts per million millions: cosine, P3alpha and RP3beta
-- are choices of the exponents (Paudel et al., Updatable, accurate, diverse, and scalable recommendations, TiiS 2017, section 3). It
-- shrinks by support / (support + shrinkage) (Bell and Koren, Improved neighborhood-based collaborative filtering, 2007, section 3).
-- 0 where too few users have both.

select
  cast(p.item_number as int) as item_number,
  cast(p.neighbor_number as int) as neighbor_number,
  cast(p.support as bigint) as support,
  cast(case
    when p.support >= :min_support then cast(floor(
      cast(p.dot as double) * hw.history_weight / 1e12 * tw.target_weight / 1e9
      * p.support / nullif(cast(p.support as double) + :shrinkage, 0)
    ) as bigint)
    else 0
  end as bigint) as similarity,
  cast(case
    when p.other_support >= :min_support then cast(floor(
      cast(p.other_dot as double) * hw.history_weight / 1e12 * tw.target_weight / 1e9
      * p.other_support / nullif(cast(p.other_support as double) + :shrinkage, 0)
    ) as bigint)
    else 0
  end as bigint) as other_similarity
from item_pairs as p
inner join item_degrees as h on h.item_number = p.item_number
inner join degree_weights as hw on hw.degree = h.degree
inner join item_degrees as t on t.item_number = p.neighbor_number
inner join degree_weights as tw on tw.degree = t.degree
