-- purpose: the baseline's list for each eligible user
-- grain:   user_id, rank
-- A weighted sum of five parts, each scaled to 0 to 1,000,000 within the user: similarity to the history, popularity now in the user's
-- categories (without a history, among newcomers), popularity in the user's segment, preference for the item's kind, newness. The reason is
-- the part that gave most. For warm users the sum's share of the user's greatest one is multiplied with the item's state: both are binary
-- logarithms, in 1/64 and here in 1/25,600. The score is relative to the first place's: it halves with each logarithm.

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
    c.is_warm,
    t.state,
    p.score as popularity,
    p.rank as popularity_rank,
    case when c.is_warm then coalesce(ct.weight, 0) + coalesce(ca.weight, 0) else 0 end as preference,
    case when c.is_warm then coalesce(n.score, 0) else 0 end as recency
  from candidates as c
  inner join offered_items as i on i.item_id = c.item_id
  inner join list_places as p on p.list = c.segment and p.item_id = c.item_id
  inner join item_states as t on t.item_id = c.item_id
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
    is_warm,
    state,
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
    is_warm,
    state,
    popularity_rank,
    coalesce(cast(floor(similarity * 1e6 / nullif(top_similarity, 0)) as bigint), 0) * :item_item_weight as similarity,
    coalesce(cast(floor(category * 1e6 / nullif(top_category, 0)) as bigint), 0) * :category_weight as category,
    coalesce(cast(floor(popularity * 1e6 / nullif(top_popularity, 0)) as bigint), 0) * :popularity_weight as popularity,
    coalesce(cast(floor(preference * 1e6 / nullif(top_preference, 0)) as bigint), 0) * :preference_weight as preference,
    coalesce(cast(floor(recency * 1e6 / nullif(top_recency, 0)) as bigint), 0) * :recency_weight as recency
  from scaled
),

totals as (
  select
    user_id,
    item_id,
    is_warm,
    popularity_rank,
    similarity,
    category,
    popularity,
    preference,
    recency,
    state,
    similarity + category + popularity + preference + recency as total,
    max(similarity + category + popularity + preference + recency) over (partition by user_id) as top_total
  from weighed
),

rated as (
  select
    t.user_id,
    t.item_id,
    t.popularity_rank,
    t.similarity,
    t.category,
    t.popularity,
    t.preference,
    t.recency,
    t.total,
    400 * l.step + case when t.is_warm then :item_state_weight * t.state else 0 end as rating
  from totals as t
  inner join binary_logarithms as l
    on l.argument = coalesce(cast(floor(t.total * 1e4 / nullif(t.top_total, 0)) as bigint), 0) + 100
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
  end as string) as reason
from ranked as r
left join use_recency as w on w.step = cast(floor(r.distance / 800e0) as bigint)
where r.rank <= :list_size
