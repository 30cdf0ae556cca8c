-- purpose: the baseline's list for each eligible user
-- grain:   user_id, rank
-- A weighted sum of four parts, each scaled to 0 to 1,000,000 within the user: similarity to the history, popularity in the user's
-- segment, preference for the item's kind, newness. The reason is the part that gave most.

with
measured as (
  select
    c.user_id,
    c.item_id,
    c.similarity,
    p.score as popularity,
    p.rank as popularity_rank,
    case when r.is_warm then coalesce(ct.weight, 0) + coalesce(ca.weight, 0) else 0 end as preference,
    case when r.is_warm then coalesce(d.weight, 0) else 0 end as recency
  from candidates as c
  inner join reach as r on r.user_id = c.user_id
  inner join items as i on i.item_id = c.item_id
  inner join item_popularity as p on p.segment = c.segment and p.item_id = c.item_id
  left join user_preferences as ct on ct.user_id = c.user_id and ct.dimension = 'content_type' and ct.value = i.content_type
  left join user_preferences as ca on ca.user_id = c.user_id and ca.dimension = 'category' and ca.value = i.category
  left join newness as d on d.age_days = datediff(:run_date, i.published_on)
),

scaled as (
  select
    user_id,
    item_id,
    similarity,
    popularity,
    popularity_rank,
    preference,
    recency,
    max(similarity) over (partition by user_id) as top_similarity,
    max(popularity) over (partition by user_id) as top_popularity,
    max(preference) over (partition by user_id) as top_preference,
    max(recency) over (partition by user_id) as top_recency
  from measured
),

weighed as (
  select
    user_id,
    item_id,
    popularity_rank,
    coalesce(cast(floor(similarity * 1e6 / nullif(top_similarity, 0)) as bigint), 0) * :item_item_weight as similarity,
    coalesce(cast(floor(popularity * 1e6 / nullif(top_popularity, 0)) as bigint), 0) * :popularity_weight as popularity,
    coalesce(cast(floor(preference * 1e6 / nullif(top_preference, 0)) as bigint), 0) * :preference_weight as preference,
    coalesce(cast(floor(recency * 1e6 / nullif(top_recency, 0)) as bigint), 0) * :recency_weight as recency
  from scaled
),

ranked as (
  select
    user_id,
    item_id,
    similarity,
    popularity,
    preference,
    recency,
    row_number() over (
      partition by user_id
      order by similarity + popularity + preference + recency desc, popularity_rank, item_id
    ) as rank
  from weighed
)

select
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id,
  cast((similarity + popularity + preference + recency) / nullif(1e6 * :total_weight, 0e0) as double) as score,
  cast(case
    when similarity > 0 and similarity >= greatest(popularity, preference, recency) then 'item_item'
    when popularity >= greatest(preference, recency) then 'popularity'
    when preference >= recency then 'preference'
    else 'recency'
  end as string) as reason
from ranked
where rank <= :list_size
