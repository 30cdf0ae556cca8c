-- purpose: the lists that each user's candidates come from
-- grain:   user_id, list
-- weight is that of a category among the user's latest items: each counts by how near it is to the user's last use, in parts per million.
-- item_count is their number. An item counts in each of its categories.

with
categories as (
  select h.user_id, i.category, cast(sum(h.own_recency) as bigint) as weight, count(*) as item_count
  from user_histories as h
  inner join reach as r on r.user_id = h.user_id
  inner join item_numbers as n on n.item_number = h.item_number
  inner join item_categories as i on i.item_id = n.item_id
  where h.age_rank <= :seed_size
  group by h.user_id, i.category
),

lists as (
  select user_id, segment as list, cast(0 as bigint) as weight, cast(0 as bigint) as item_count from reach
  union all
  select user_id, 'begun' as list, cast(0 as bigint) as weight, cast(0 as bigint) as item_count from reach where not has_history
  union all
  select user_id, 'new' as list, cast(0 as bigint) as weight, cast(0 as bigint) as item_count from reach where is_warm
  union all
  select user_id, 'category=' || category as list, weight, item_count from categories
)

select
  cast(user_id as string) as user_id,
  cast(list as string) as list,
  cast(weight as bigint) as weight,
  cast(item_count as bigint) as item_count
from lists
