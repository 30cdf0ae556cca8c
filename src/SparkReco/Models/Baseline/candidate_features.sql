-- purpose: what the ranker knows of each candidate of the users whom it serves
-- grain:   user_id, item_id
-- All is known before the run date. Ranking/Feature.cs says what each column means. Empty where the blend orders the candidates.

with
described as (
  select
    item_id,
    coalesce(category, '') as category,
    content_type || '/' || coalesce(format, '') as kind
  from items
),

served as (
  select r.user_id, r.history_length
  from reach as r
  where :is_ranked and r.is_warm and r.history_length >= :ranker_min_history
),

rated as (
  select
    c.user_id,
    c.item_id,
    c.rating,
    c.similarity_share,
    c.similarity_place,
    c.common_users,
    c.category_share,
    c.category_weight,
    c.category_items,
    s.history_length,
    i.category,
    i.kind,
    coalesce(o.similarity, 0) as other_similarity
  from candidate_ratings as c
  inner join served as s on s.user_id = c.user_id
  inner join described as i on i.item_id = c.item_id
  left join item_numbers as n on n.item_id = c.item_id
  left join other_similarities as o on o.user_id = c.user_id and o.item_number = n.item_number
),

tops as (
  select user_id, max(rating) as rating, max(other_similarity) as other_similarity
  from rated
  group by user_id
),

activity as (
  select
    e.user_id,
    min(:run_date_ms - e.last_at_ms) as idle,
    count(case when :run_date_ms - e.first_at_ms <= 5 * :period_ms then 1 end) as begun_5,
    count(case when :run_date_ms - e.first_at_ms <= 28 * :period_ms then 1 end) as begun_28
  from engagement as e
  inner join served as s on s.user_id = e.user_id
  group by e.user_id
),

kinds as (
  select h.user_id, i.category, i.kind, count(*) as item_count
  from user_histories as h
  inner join served as s on s.user_id = h.user_id
  inner join item_numbers as n on n.item_number = h.item_number
  inner join described as i on i.item_id = n.item_id
  where h.age_rank <= :seed_size
  group by h.user_id, i.category, i.kind
)

select
  cast(r.user_id as string) as user_id,
  cast(r.item_id as string) as item_id,
  cast(cast(floor((t.rating - r.rating) / 800e0) as bigint) as int) as blend_gap,
  cast(r.similarity_share as int) as similarity_share,
  cast(r.similarity_place as int) as similarity_place,
  cast(r.common_users as int) as common_users,
  cast(coalesce(cast(floor(r.other_similarity * 1e6 / nullif(t.other_similarity, 0)) as bigint), 0) as int) as other_share,
  cast(r.category_share as int) as category_share,
  cast(least(r.category_weight, 2147483647) as int) as category_weight,
  cast(r.category_items as int) as category_items,
  cast(coalesce(k.item_count, 0) as int) as kind_items,
  cast(least(r.history_length, :seed_size) as int) as history_length,
  cast(cast(floor(a.idle * 16e0 / nullif(:period_ms, 0)) as bigint) as int) as idle,
  cast(a.begun_5 as int) as begun_5,
  cast(a.begun_28 as int) as begun_28,
  cast(f.category_place as int) as category_place,
  cast(f.popularity_place as int) as popularity_place,
  cast(f.hazard_1 as int) as hazard_1,
  cast(f.hazard_5 as int) as hazard_5,
  cast(f.hazard_28 as int) as hazard_28,
  cast(f.use_share as int) as use_share,
  cast(f.reach as int) as reach,
  cast(f.new_share as int) as new_share,
  cast(f.begin_share as int) as begin_share,
  cast(f.trend as int) as trend,
  cast(f.user_count as int) as user_count,
  cast(f.age as int) as age,
  cast(f.mean_age as int) as mean_age,
  cast(f.mean_score as int) as mean_score,
  cast(f.return_share as int) as return_share,
  cast(f.use_span as int) as use_span,
  cast(f.kind_begin_share as int) as kind_begin_share,
  cast(f.kind_hazard as int) as kind_hazard,
  cast(f.kind_code as int) as kind_code
from rated as r
inner join tops as t on t.user_id = r.user_id
inner join activity as a on a.user_id = r.user_id
inner join item_features as f on f.item_id = r.item_id
left join kinds as k on k.user_id = r.user_id and k.category = r.category and k.kind = r.kind
