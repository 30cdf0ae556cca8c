-- purpose: the baseline's list for each eligible user
-- grain:   user_id, rank
-- A weighted sum of five parts, each scaled to 0 to 1,000,000 within the user: similarity to the history, popularity now in the user's
-- categories (without a history, what others have just begun with), popularity in the user's segment, preference for the item's kind,
-- newness. The reason is the part that gave most.

with
measured as (
  select
    c.user_id,
    c.item_id,
    c.similarity,
    case
      when c.has_history then coalesce(cast(floor(cast(ul.weight as double) * k.score / 1e6) as bigint), 0)
      else b.score
    end as category,
    p.score as popularity,
    p.rank as popularity_rank,
    case when c.is_warm then coalesce(ct.weight, 0) + coalesce(ca.weight, 0) else 0 end as preference,
    case when c.is_warm then coalesce(n.score, 0) else 0 end as recency
  from candidates as c
  inner join offered_items as i on i.item_id = c.item_id
  inner join list_places as p on p.list = c.segment and p.item_id = c.item_id
  inner join list_places as b on b.list = 'begun' and b.item_id = c.item_id
  left join list_places as n on n.list = 'new' and n.item_id = c.item_id
  left join list_places as k on k.list = 'category=' || i.category and k.item_id = c.item_id
  left join user_lists as ul on ul.user_id = c.user_id and ul.list = 'category=' || i.category
  left join user_preferences as ct on ct.user_id = c.user_id and ct.dimension = 'content_type' and ct.value = i.content_type
  left join user_preferences as ca on ca.user_id = c.user_id and ca.dimension = 'category' and ca.value = i.category
),

scaled as (
  select
    user_id,
    item_id,
    similarity,
    category,
    popularity,
    popularity_rank,
    preference,
    recency,
    max(similarity) over (partition by user_id) as top_similarity,
    max(category) over (partition by user_id) as top_category,
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
    coalesce(cast(floor(category * 1e6 / nullif(top_category, 0)) as bigint), 0) * :category_weight as category,
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
    category,
    popularity,
    preference,
    recency,
    row_number() over (
      partition by user_id
      order by similarity + category + popularity + preference + recency desc, popularity_rank, item_id
    ) as rank
  from weighed
)

select
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id,
  cast((similarity + category + popularity + preference + recency) / nullif(1e6 * :total_weight, 0e0) as double) as score,
  cast(case
    when similarity > 0 and similarity >= greatest(category, popularity, preference, recency) then 'item_item'
    when category > 0 and category >= greatest(popularity, preference, recency) then 'category'
    when popularity >= greatest(preference, recency) then 'popularity'
    when preference >= recency then 'preference'
    else 'recency'
  end as string) as reason
from ranked
where rank <= :list_size
