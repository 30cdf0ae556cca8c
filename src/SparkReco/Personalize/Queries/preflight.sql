-- purpose: what Amazon Personalize asks of data sets, counted
-- grain:   one row
-- Lengths are in characters; of an item's categories, that of all with | between. Interactions count as the
-- data set of interactions has them; weighed are those whose type has points.

with
events as (
  select
    user_id,
    item_id,
    event_type,
    cast((occurred_at_ms - pmod(occurred_at_ms, 1000)) / 1000 as bigint) as at_seconds
  from interactions
  where event_type <> 'impression' and occurred_at_ms < :run_date_ms
  group by user_id, item_id, event_type, cast((occurred_at_ms - pmod(occurred_at_ms, 1000)) / 1000 as bigint)
),

active_users as (
  select user_id, count(*) as event_count
  from events
  group by user_id
),

event_totals as (
  select
    count(*) as interaction_count,
    coalesce(sum(case
      when event_type = 'click' and :click_points > 0 then 1
      when event_type = 'watch' and :watch_minute_points > 0 then 1
      when event_type = 'like' and :like_points > 0 then 1
      when event_type = 'complete' and :complete_points > 0 then 1
      else 0
    end), 0) as weighed_count,
    coalesce(min(at_seconds), 0) as first_at
  from events
),

user_totals as (
  select
    count(*) as user_count,
    coalesce(sum(case when event_count >= 2 then 1 else 0 end), 0) as repeating_count
  from active_users
),

users_totals as (
  select
    count(*) as user_count,
    coalesce(sum(case when is_eligible then 1 else 0 end), 0) as eligible_count,
    coalesce(max(length(user_id)), 0) as longest_id,
    coalesce(max(greatest(coalesce(length(plan), 0), coalesce(length(country), 0))), 0) as longest_category
  from users
),

categories as (
  select item_id, sum(length(category) + 1) - 1 as joined_length
  from item_categories
  group by item_id
),

items_totals as (
  select
    count(*) as item_count,
    coalesce(max(length(i.item_id)), 0) as longest_id,
    coalesce(max(greatest(coalesce(c.joined_length, 0), coalesce(length(i.language), 0))), 0) as longest_category
  from items as i
  left join categories as c on c.item_id = i.item_id
)

select
  cast(e.interaction_count as bigint) as interactions,
  cast(a.user_count as bigint) as active_users,
  cast(a.repeating_count as bigint) as repeating_users,
  cast(e.weighed_count as bigint) as weighed_interactions,
  cast(e.first_at as bigint) as first_at,
  cast(u.user_count as bigint) as users,
  cast(u.eligible_count as bigint) as eligible_users,
  cast(u.longest_id as bigint) as longest_user_id,
  cast(u.longest_category as bigint) as longest_user_category,
  cast(i.item_count as bigint) as items,
  cast(i.longest_id as bigint) as longest_item_id,
  cast(i.longest_category as bigint) as longest_item_category
from event_totals as e
cross join user_totals as a
cross join users_totals as u
cross join items_totals as i
