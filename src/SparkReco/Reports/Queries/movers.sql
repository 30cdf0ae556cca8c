-- purpose: the items that gain most users and those that lose most, going from the reference to the system, in users with both lists
-- grain:   item

with
users_with_both as (
  select user_id
  from recommendation_overlap
  where reference = :reference and system = :system and k = :k and reference_count > 0 and system_count > 0
),

gains as (
  select
    s.item_id,
    count(s.reference_rank) as reference_users,
    count(s.system_rank) as system_users,
    count(s.system_rank) - count(s.reference_rank) as gain
  from rank_shifts as s
  inner join users_with_both as u on u.user_id = s.user_id
  where s.reference = :reference and s.system = :system
  group by s.item_id
),

ordered as (
  select
    item_id,
    reference_users,
    system_users,
    gain,
    row_number() over (order by gain desc, item_id) as from_top,
    row_number() over (order by gain, item_id) as from_bottom
  from gains
)

select
  cast(i.title as string) as title,
  cast(i.content_type as string) as content_type,
  cast(o.reference_users as bigint) as reference_users,
  cast(o.system_users as bigint) as system_users
from ordered as o
inner join items as i on i.item_id = o.item_id
where (o.gain > 0 and o.from_top <= 6) or (o.gain < 0 and o.from_bottom <= 6)
order by o.gain desc, o.item_id
