-- purpose: the baseline's list for each eligible user
-- grain:   user_id, rank
-- The order is the ranker's where it serves the user, else the blend's. The reason is the part of the blend that gave most. The score is
-- relative to the first place's: it halves with each binary logarithm of the rating, which is in 1/25,600. proposed_by has all sources that
-- had the item among their best, with commas between.

with
rated as (
  select
    c.user_id,
    c.item_id,
    c.popularity_rank,
    c.similarity,
    c.category,
    c.popularity,
    c.preference,
    c.recency,
    c.total,
    c.proposers,
    coalesce(s.rating, c.rating) as rating
  from candidate_ratings as c
  left join ranker_scores as s on s.user_id = c.user_id and s.item_id = c.item_id
),

ranked as (
  select
    user_id,
    item_id,
    similarity,
    category,
    popularity,
    preference,
    recency,
    proposers,
    max(rating) over (partition by user_id) - rating as distance,
    row_number() over (partition by user_id order by rating desc, total desc, popularity_rank, item_id) as rank
  from rated
)

select
  cast(r.user_id as string) as user_id,
  cast(r.rank as int) as rank,
  cast(r.item_id as string) as item_id,
  cast(coalesce(w.weight, 0) / 1e6 as double) as score,
  cast(case
    when r.similarity > 0 and r.similarity >= greatest(r.category, r.popularity, r.preference, r.recency) then 'item_item'
    when r.category > 0 and r.category >= greatest(r.popularity, r.preference, r.recency) then 'category'
    when r.popularity >= greatest(r.preference, r.recency) then 'popularity'
    when r.preference >= r.recency then 'preference'
    else 'recency'
  end as string) as reason,
  cast(concat_ws(
    ',',
    case when (r.proposers & 1) > 0 then 'item_item' end,
    case when (r.proposers & 2) > 0 then 'category' end,
    case when (r.proposers & 4) > 0 then 'popularity' end,
    case when (r.proposers & 16) > 0 then 'recency' end
  ) as string) as proposed_by
from ranked as r
left join use_recency as w on w.step = cast(floor(r.distance / 800e0) as bigint)
where r.rank <= :list_size
