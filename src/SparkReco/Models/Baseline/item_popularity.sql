-- purpose: the items on offer, most popular now first, for everybody and for each segment
-- grain:   segment, rank
-- The score counts users, each by how recently the user last used the item, in parts per million: however much one user does, the item has
-- one user more. Items that nobody used stand at the end, so that every list can be filled. An item is in the segment of each of its
-- categories.

with
uses as (
  select e.item_id, u.tier, coalesce(r.weight, 0) as weight
  from engagement as e
  inner join users as u on u.user_id = e.user_id
  left join use_recency as r on r.step = cast(floor((:run_date_ms - e.last_at_ms) / nullif(:popularity_step_ms, 0)) as bigint)
),

by_tier as (
  select item_id, tier, cast(sum(weight) as bigint) as score, count(*) as user_count
  from uses
  group by item_id, tier
),

by_item as (
  select item_id, cast(sum(score) as bigint) as score, cast(sum(user_count) as bigint) as user_count
  from by_tier
  group by item_id
),

tiers as (
  select distinct tier from users
),

segments as (
  select 'all' as segment, i.item_id, p.score, p.user_count
  from offered_items as i
  left join by_item as p on p.item_id = i.item_id
  union all
  select 'content_type=' || i.content_type as segment, i.item_id, p.score, p.user_count
  from offered_items as i
  left join by_item as p on p.item_id = i.item_id
  union all
  select 'category=' || c.category as segment, i.item_id, p.score, p.user_count
  from offered_items as i
  inner join item_categories as c on c.item_id = i.item_id
  left join by_item as p on p.item_id = i.item_id
  union all
  select 'tier=' || t.tier as segment, i.item_id, p.score, p.user_count
  from offered_items as i
  cross join tiers as t
  left join by_tier as p on p.item_id = i.item_id and p.tier = t.tier
),

scored as (
  select segment, item_id, coalesce(score, 0) as score, coalesce(user_count, 0) as user_count
  from segments
)

select
  cast(segment as string) as segment,
  cast(row_number() over (partition by segment order by score desc, user_count desc, item_id) as int) as rank,
  cast(item_id as string) as item_id,
  cast(score as bigint) as score,
  cast(user_count as bigint) as user_count
from scored
