-- purpose: who uses each item, and who its category, now and before
-- grain:   item_id
-- A period is the half-life of popularity. first_n and last_n count the item's users whose first, whose last use is no older than n
-- periods; returned those whose last use is more than a period after their first; users_n those of its category; known_n those of both
-- who began with the item before. Ages are milliseconds. begun counts users by how new they are.

with
uses as (
  select
    e.user_id,
    e.item_id,
    coalesce(i.category, '') as category,
    e.score,
    :run_date_ms - e.first_at_ms as first_age,
    :run_date_ms - e.last_at_ms as last_age
  from engagement as e
  inner join items as i on i.item_id = e.item_id
),

newcomers as (
  select u.user_id, coalesce(r.weight, 0) as weight
  from (select user_id, max(first_age) as first_age from uses group by user_id) as u
  left join use_recency as r on r.step = cast(floor(u.first_age / nullif(3 * :popularity_step_ms, 0)) as bigint)
),

category_users as (
  select user_id, category, min(last_age) as last_age
  from uses
  group by user_id, category
),

active as (
  select
    category,
    count(case when last_age <= :period_ms then 1 end) as users_1,
    count(case when last_age <= 5 * :period_ms then 1 end) as users_5,
    count(case when last_age <= 14 * :period_ms then 1 end) as users_14,
    count(case when last_age <= 28 * :period_ms then 1 end) as users_28
  from category_users
  group by category
),

counts as (
  select
    u.item_id,
    u.category,
    count(*) as users,
    max(u.first_age) as age,
    cast(sum(u.first_age) as bigint) as ages,
    cast(sum(n.weight) as bigint) as begun,
    cast(sum(u.score) as bigint) as scores,
    cast(sum(u.first_age - u.last_age) as bigint) as spans,
    count(case when u.first_age - u.last_age > :period_ms then 1 end) as returned,
    count(case when u.first_age <= :period_ms then 1 end) as first_1,
    count(case when u.first_age <= 5 * :period_ms then 1 end) as first_5,
    count(case when u.first_age <= 28 * :period_ms then 1 end) as first_28,
    count(case when u.last_age <= :period_ms then 1 end) as last_1,
    count(case when u.last_age <= 5 * :period_ms then 1 end) as last_5,
    count(case when u.last_age <= 14 * :period_ms then 1 end) as last_14,
    count(case when u.first_age > :period_ms and c.last_age <= :period_ms then 1 end) as known_1,
    count(case when u.first_age > 5 * :period_ms and c.last_age <= 5 * :period_ms then 1 end) as known_5,
    count(case when u.first_age > 28 * :period_ms and c.last_age <= 28 * :period_ms then 1 end) as known_28
  from uses as u
  inner join category_users as c on c.user_id = u.user_id and c.category = u.category
  inner join newcomers as n on n.user_id = u.user_id
  group by u.item_id, u.category
)

select
  cast(c.item_id as string) as item_id,
  cast(c.users as bigint) as users,
  cast(c.age as bigint) as age,
  cast(c.ages as bigint) as ages,
  cast(c.begun as bigint) as begun,
  cast(c.scores as bigint) as scores,
  cast(c.spans as bigint) as spans,
  cast(c.returned as bigint) as returned,
  cast(c.first_1 as bigint) as first_1,
  cast(c.first_5 as bigint) as first_5,
  cast(c.first_28 as bigint) as first_28,
  cast(c.last_1 as bigint) as last_1,
  cast(c.last_5 as bigint) as last_5,
  cast(c.last_14 as bigint) as last_14,
  cast(c.known_1 as bigint) as known_1,
  cast(c.known_5 as bigint) as known_5,
  cast(c.known_28 as bigint) as known_28,
  cast(a.users_1 as bigint) as users_1,
  cast(a.users_5 as bigint) as users_5,
  cast(a.users_14 as bigint) as users_14,
  cast(a.users_28 as bigint) as users_28
from counts as c
inner join active as a on a.category = c.category
