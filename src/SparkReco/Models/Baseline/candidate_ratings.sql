-- purpose: what the blend makes of each candidate
-- grain:   user_id, item_id
-- A weighted sum of five parts, each scaled to 0 to 1,000,000 within the user: similarity to the history, popularity now in the user's
-- categories (without a history, among newcomers), popularity in the user's segment, preference for the item's kind, newness. For warm
-- users the sum's share of the user's greatest one is multiplied with the item's state: both are binary logarithms, in 1/64 and here in
-- 1/25,600. Of an item's categories the one counts that the user has most of: more words about an item don't make it better.

with
interests as (
  select c.user_id, c.item_id, max(l.weight) as weight, max(l.item_count) as item_count, max(p.weight) as preference
  from candidates as c
  inner join item_categories as i on i.item_id = c.item_id
  left join user_lists as l on l.user_id = c.user_id and l.list = 'category=' || i.category
  left join user_preferences as p on p.user_id = c.user_id and p.dimension = 'category' and p.value = i.category
  group by c.user_id, c.item_id
),

measured as (
  select
    c.user_id,
    c.item_id,
    c.similarity,
    c.similarity_place,
    c.common_users,
    c.proposers,
    case
      when c.has_history then coalesce(cast(floor(cast(ic.weight as double) * t.category_score / 1e6) as bigint), 0)
      else b.score
    end as category,
    coalesce(ic.weight, 0) as category_weight,
    coalesce(ic.item_count, 0) as category_items,
    c.is_warm,
    t.state,
    p.score as popularity,
    p.rank as popularity_rank,
    case when c.is_warm then coalesce(ct.weight, 0) + coalesce(ic.preference, 0) else 0 end as preference,
    case when c.is_warm then coalesce(n.score, 0) else 0 end as recency
  from candidates as c
  inner join offered_items as i on i.item_id = c.item_id
  inner join list_places as p on p.list = c.segment and p.item_id = c.item_id
  inner join item_states as t on t.item_id = c.item_id
  inner join list_places as b on b.list = 'begun' and b.item_id = c.item_id
  left join list_places as n on n.list = 'new' and n.item_id = c.item_id
  left join user_preferences as ct on ct.user_id = c.user_id and ct.dimension = 'content_type' and ct.value = i.content_type
  left join interests as ic on ic.user_id = c.user_id and ic.item_id = c.item_id
),

tops as (
  select
    user_id,
    max(similarity) as similarity,
    max(category) as category,
    max(popularity) as popularity,
    max(preference) as preference,
    max(recency) as recency
  from measured
  group by user_id
),

shares as (
  select
    m.user_id,
    m.item_id,
    m.is_warm,
    m.state,
    m.similarity_place,
    m.common_users,
    m.proposers,
    m.popularity_rank,
    m.category_weight,
    m.category_items,
    coalesce(cast(floor(m.similarity * 1e6 / nullif(t.similarity, 0)) as bigint), 0) as similarity,
    coalesce(cast(floor(m.category * 1e6 / nullif(t.category, 0)) as bigint), 0) as category,
    coalesce(cast(floor(m.popularity * 1e6 / nullif(t.popularity, 0)) as bigint), 0) as popularity,
    coalesce(cast(floor(m.preference * 1e6 / nullif(t.preference, 0)) as bigint), 0) as preference,
    coalesce(cast(floor(m.recency * 1e6 / nullif(t.recency, 0)) as bigint), 0) as recency
  from measured as m
  inner join tops as t on t.user_id = m.user_id
),

weighed as (
  select
    user_id,
    item_id,
    is_warm,
    state,
    similarity_place,
    common_users,
    proposers,
    popularity_rank,
    category_weight,
    category_items,
    similarity as similarity_share,
    category as category_share,
    similarity * :item_item_weight as similarity,
    category * :category_weight as category,
    popularity * :popularity_weight as popularity,
    preference * :preference_weight as preference,
    recency * :recency_weight as recency
  from shares
),

totals as (
  select
    user_id,
    item_id,
    is_warm,
    state,
    similarity_place,
    common_users,
    proposers,
    popularity_rank,
    category_weight,
    category_items,
    similarity_share,
    category_share,
    similarity,
    category,
    popularity,
    preference,
    recency,
    similarity + category + popularity + preference + recency as total,
    max(similarity + category + popularity + preference + recency) over (partition by user_id) as top_total
  from weighed
)

select
  cast(t.user_id as string) as user_id,
  cast(t.item_id as string) as item_id,
  cast(t.popularity_rank as int) as popularity_rank,
  cast(t.similarity_place as int) as similarity_place,
  cast(t.common_users as bigint) as common_users,
  cast(t.proposers as int) as proposers,
  cast(t.similarity_share as bigint) as similarity_share,
  cast(t.category_share as bigint) as category_share,
  cast(t.category_weight as bigint) as category_weight,
  cast(t.category_items as bigint) as category_items,
  cast(t.similarity as bigint) as similarity,
  cast(t.category as bigint) as category,
  cast(t.popularity as bigint) as popularity,
  cast(t.preference as bigint) as preference,
  cast(t.recency as bigint) as recency,
  cast(t.total as bigint) as total,
  cast(400 * l.step + case when t.is_warm then :item_state_weight * t.state else 0 end as bigint) as rating
from totals as t
inner join binary_logarithms as l
  on l.argument = coalesce(cast(floor(t.total * 1e4 / nullif(t.top_total, 0)) as bigint), 0) + 100
