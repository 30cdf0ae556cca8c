-- purpose: the state of each item on offer: how it is used now, and by whom, among those who use its category
-- grain:   item_id
-- A period is the half-life of popularity. hazard: users of the latest periods who began with the item, of the category's users who had not
-- begun with it before. category_score is the root of hazard times popularity. state is a sum of binary logarithms, in 1/64:
--   4 mean age of first uses + 3 hazard of 5 periods + 2 share of users who are new in 28 - 3 share of the active of 14 who use it
--   - 3 age of the item
-- so that items rise that are many people's next ones now, and fall that everybody knows.

with
measured as (
  select
    c.item_id,
    c.begun,
    cast(floor(c.first_1 * 1e6 / nullif(c.users_1 - c.known_1 + 5, 0)) as bigint) as hazard,
    cast(floor(c.ages * 16e0 / nullif(c.users * :period_ms, 0)) as bigint) + 16 as mean_age_argument,
    cast(floor(c.first_5 * 1e4 / nullif(c.users_5 - c.known_5 + 5, 0)) as bigint) + 100 as hazard_argument,
    cast(floor(c.first_28 * 1e4 / nullif(c.users + 3, 0)) as bigint) + 200 as new_argument,
    cast(floor(c.last_14 * 1e4 / nullif(c.users_14 + 5, 0)) as bigint) + 100 as reach_argument,
    cast(floor(c.age * 16e0 / nullif(:period_ms, 0)) as bigint) + 112 as age_argument
  from item_counts as c
),

states as (
  select
    m.item_id,
    m.begun,
    m.hazard,
    4 * ma.step + 3 * h.step + 2 * n.step - 3 * r.step - 3 * g.step as state
  from measured as m
  inner join binary_logarithms as ma on ma.argument = least(m.mean_age_argument, 65535)
  inner join binary_logarithms as h on h.argument = least(m.hazard_argument, 65535)
  inner join binary_logarithms as n on n.argument = least(m.new_argument, 65535)
  inner join binary_logarithms as r on r.argument = least(m.reach_argument, 65535)
  inner join binary_logarithms as g on g.argument = least(m.age_argument, 65535)
),

unused as (
  select 4 * a.step + 3 * b.step + 2 * c.step - 3 * b.step - 3 * d.step as state
  from binary_logarithms as a
  inner join binary_logarithms as b on b.argument = 100
  inner join binary_logarithms as c on c.argument = 200
  inner join binary_logarithms as d on d.argument = 112
  where a.argument = 16
)

select
  cast(p.item_id as string) as item_id,
  cast(coalesce(cast(floor(sqrt(cast(s.hazard as double) * p.score)) as bigint), 0) as bigint) as category_score,
  cast(coalesce(s.begun, 0) as bigint) as begun,
  cast(coalesce(s.state, u.state) as bigint) as state
from item_popularity as p
cross join unused as u
left join states as s on s.item_id = p.item_id
where p.segment = 'all'
