-- purpose: what the ranker knows of an item on offer, whoever's candidate it is
-- grain:   item_id
-- Shares are in parts per ten thousand, ages in sixteenths of a period, which is the half-life of popularity; a place beyond 9,998 is
-- 9,999.

with
uses as (
  select
    i.item_id,
    i.content_type || '/' || coalesce(i.format, '') as kind,
    coalesce(i.category, '') as category,
    coalesce(c.users, 0) as users,
    coalesce(c.age, 0) as age,
    coalesce(c.ages, 0) as ages,
    coalesce(c.scores, 0) as scores,
    coalesce(c.spans, 0) as spans,
    coalesce(c.returned, 0) as returned,
    coalesce(c.first_1, 0) as first_1,
    coalesce(c.first_5, 0) as first_5,
    coalesce(c.first_28, 0) as first_28,
    coalesce(c.last_1, 0) as last_1,
    coalesce(c.last_5, 0) as last_5,
    coalesce(c.last_14, 0) as last_14,
    coalesce(c.users_1 - c.known_1, 0) as others_1,
    coalesce(c.users_5 - c.known_5, 0) as others_5,
    coalesce(c.users_28 - c.known_28, 0) as others_28,
    coalesce(c.users_5, 0) as users_5,
    coalesce(c.users_14, 0) as users_14
  from items as i
  left join item_counts as c on c.item_id = i.item_id
),

kinds as (
  select
    category,
    kind,
    count(case when users > 0 then 1 end) as items,
    sum(first_5) as first_5,
    sum(last_5) as last_5,
    max(users_5) as users_5
  from uses
  group by category, kind
),

places as (
  select
    item_id,
    min(case when list = 'all' then rank end) as popularity,
    min(case when list like 'category=%' then rank end) as category
  from list_places
  where list = 'all' or list like 'category=%'
  group by item_id
)

select
  cast(u.item_id as string) as item_id,
  cast(least(coalesce(p.category, 9999), 9999) as int) as category_place,
  cast(least(p.popularity, 9999) as int) as popularity_place,
  cast(cast(floor(u.first_1 * 1e4 / nullif(u.others_1 + 5, 0)) as bigint) as int) as hazard_1,
  cast(cast(floor(u.first_5 * 1e4 / nullif(u.others_5 + 5, 0)) as bigint) as int) as hazard_5,
  cast(cast(floor(u.first_28 * 1e4 / nullif(u.others_28 + 5, 0)) as bigint) as int) as hazard_28,
  cast(cast(floor(u.last_5 * 1e4 / nullif(u.users_5 + 5, 0)) as bigint) as int) as use_share,
  cast(cast(floor(u.last_14 * 1e4 / nullif(u.users_14 + 5, 0)) as bigint) as int) as reach,
  cast(cast(floor(u.first_28 * 1e4 / nullif(u.users + 3, 0)) as bigint) as int) as new_share,
  cast(cast(floor(u.first_5 * 1e4 / nullif(u.last_5 + 3, 0)) as bigint) as int) as begin_share,
  cast(cast(floor(5 * u.last_1 * 1e4 / nullif(u.last_5 + 3, 0)) as bigint) as int) as trend,
  cast(u.users as int) as user_count,
  cast(cast(floor(u.age * 16e0 / nullif(:period_ms, 0)) as bigint) as int) as age,
  cast(coalesce(cast(floor(u.ages * 16e0 / nullif(u.users * :period_ms, 0)) as bigint), 0) as int) as mean_age,
  cast(least(coalesce(cast(floor(u.scores / nullif(u.users * 1e3, 0)) as bigint), 0), 2147483647) as int) as mean_score,
  cast(cast(floor(u.returned * 1e4 / nullif(u.users + 3, 0)) as bigint) as int) as return_share,
  cast(coalesce(cast(floor(u.spans * 16e0 / nullif(u.users * :period_ms, 0)) as bigint), 0) as int) as use_span,
  cast(cast(floor(k.first_5 * 1e4 / nullif(k.last_5 + 3, 0)) as bigint) as int) as kind_begin_share,
  cast(coalesce(cast(floor(k.first_5 * 1e4 / nullif(k.items * (k.users_5 + 5), 0)) as bigint), 0) as int) as kind_hazard,
  cast(pmod(cast(conv(substr(md5(u.kind), 1, 8), 16, 10) as bigint), 1000) as int) as kind_code
from uses as u
inner join places as p on p.item_id = u.item_id
inner join kinds as k on k.category = u.category and k.kind = u.kind
