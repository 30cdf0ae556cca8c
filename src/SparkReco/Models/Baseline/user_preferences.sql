-- purpose: which kinds of content each user's engagement goes to
-- grain:   user_id, dimension, value
-- The weight is the value's share of the user's engagement, in parts per million.

with
by_kind as (
  select e.user_id, i.content_type, i.category, cast(sum(e.score) as bigint) as score
  from engagement as e
  inner join items as i on i.item_id = e.item_id
  where e.score > 0
  group by e.user_id, i.content_type, i.category
),

totals as (
  select user_id, cast(sum(score) as bigint) as score
  from by_kind
  group by user_id
),

shares as (
  select user_id, 'content_type' as dimension, content_type as value, cast(sum(score) as bigint) as score
  from by_kind
  group by user_id, content_type
  union all
  select user_id, 'category' as dimension, category as value, cast(sum(score) as bigint) as score
  from by_kind
  where category is not null
  group by user_id, category
)

select
  cast(s.user_id as string) as user_id,
  cast(s.dimension as string) as dimension,
  cast(s.value as string) as value,
  cast(floor(cast(s.score as double) / nullif(t.score, 0) * 1e6) as bigint) as weight
from shares as s
inner join totals as t on t.user_id = s.user_id
