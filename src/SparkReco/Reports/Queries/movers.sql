-- purpose: the items that gain most users and those that lose most, going from the baseline to Amazon Personalize, in users with both lists
-- grain:   item

with
users_with_both as (
  select user_id
  from recommendation_overlap
  where k = :k and baseline_count > 0 and personalize_count > 0
),

gains as (
  select
    s.item_id,
    count(s.baseline_rank) as baseline_users,
    count(s.personalize_rank) as personalize_users,
    count(s.personalize_rank) - count(s.baseline_rank) as gain
  from rank_shifts as s
  inner join users_with_both as u on u.user_id = s.user_id
  group by s.item_id
),

ordered as (
  select
    item_id,
    baseline_users,
    personalize_users,
    gain,
    row_number() over (order by gain desc, item_id) as from_top,
    row_number() over (order by gain, item_id) as from_bottom
  from gains
)

select
  cast(i.title as string) as title,
  cast(i.content_type as string) as content_type,
  cast(o.baseline_users as bigint) as baseline_users,
  cast(o.personalize_users as bigint) as personalize_users
from ordered as o
inner join items as i on i.item_id = o.item_id
where (o.gain > 0 and o.from_top <= 6) or (o.gain < 0 and o.from_bottom <= 6)
order by o.gain desc, o.item_id
