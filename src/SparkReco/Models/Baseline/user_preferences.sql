-- purpose: which kinds of content each user's engagement goes to
-- grain:   user_id, dimension, value
-- The weight is the value's share of the user's engagement, in parts per million. An item counts in each of its categories, so that shares
-- of categories may add up to more than a million.

with
by_type as (
  select e.user_id, i.content_type, cast(sum(e.score) as bigint) as score
  from engagement as e
  inner join items as i on i.item_id = e.item_id
  where e.score > 0
  group by e.user_id, i.content_type
),

totals as (
  select user_id, cast(sum(score) as bigint) as score
  from by_type
  group by user_id
),

shares as (
  select user_id, 'content_type' as dimension, content_type as value, score
  from by_type
  union all
  select e.user_id, 'category' as dimension, c.category as value, cast(sum(e.score) as bigint) as score
  from engagement as e
  inner join item_categories as c on c.item_id = e.item_id
  where e.score > 0
  group by e.user_id, c.category
)

select
  cast(s.user_id as string) as user_id,
  cast(s.dimension as string) as dimension,
  cast(s.value as string) as value,
  cast(floor(cast(s.score as double) / nullif(t.score, 0) * 1e6) as bigint) as weight
from shares as s
inner join totals as t on t.user_id = s.user_id
