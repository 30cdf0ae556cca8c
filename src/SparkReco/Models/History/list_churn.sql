-- purpose: how each system's lists changed since the latest day before that the lake has
-- grain:   system
-- At the list length k that headlines speak of. Users with a list on both days are compared; the others are counted. Delivered lists, whose
-- reason is the system that delivered them, are left out.

with
now_lists as (
  select system, user_id, item_id, rank
  from recommendations
  where rank <= :main_k and system <> reason || '_delivered'
),

now_users as (
  select distinct system, user_id
  from now_lists
),

earlier_users as (
  select distinct system, user_id
  from earlier_lists
),

users_of_both as (
  select
    coalesce(n.system, e.system) as system,
    count(case when n.user_id is not null and e.user_id is not null then 1 end) as user_count,
    count(case when e.user_id is null then 1 end) as new_user_count,
    count(case when n.user_id is null then 1 end) as gone_user_count
  from now_users as n
  full outer join earlier_users as e on e.system = n.system and e.user_id = n.user_id
  group by coalesce(n.system, e.system)
),

common as (
  select
    n.system,
    count(*) as common_count,
    count(case when n.rank = 1 and e.rank = 1 then 1 end) as same_first_count
  from now_lists as n
  inner join earlier_lists as e on e.system = n.system and e.user_id = n.user_id and e.item_id = n.item_id
  group by n.system
),

earlier_places as (
  select e.system, count(*) as place_count
  from earlier_lists as e
  inner join now_users as n on n.system = e.system and n.user_id = e.user_id
  group by e.system
),

earlier_day as (
  select max(earlier_run_date) as earlier_run_date
  from earlier_lists
)

select
  cast(u.system as string) as system,
  cast(d.earlier_run_date as date) as earlier_run_date,
  cast(u.user_count as bigint) as user_count,
  cast(u.new_user_count as bigint) as new_user_count,
  cast(u.gone_user_count as bigint) as gone_user_count,
  cast(cast(coalesce(c.common_count, 0) as double) / nullif(p.place_count, 0) as double) as self_overlap,
  cast(cast(coalesce(c.same_first_count, 0) as double) / nullif(u.user_count, 0) as double) as same_first_share
from users_of_both as u
left join common as c on c.system = u.system
left join earlier_places as p on p.system = u.system
cross join earlier_day as d
where d.earlier_run_date is not null
