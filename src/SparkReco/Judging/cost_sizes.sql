-- purpose: how much data a service was given, and how many of the days that judge the lists the log has
-- grain:   one row

with
events as (
  select
    count(case when event_type <> 'impression' and event_date < :run_date then 1 end) as interactions
  from interactions
),

user_counts as (
  select count(*) as users, count_if(is_eligible) as eligible_users
  from users
),

item_counts as (
  select count(*) as items
  from items
)

select
  cast(e.interactions as bigint) as interactions,
  cast(u.users as bigint) as users,
  cast(i.items as bigint) as items,
  cast(u.eligible_users as bigint) as eligible_users,
  cast(d.judged_days as bigint) as judged_days
from events as e
cross join user_counts as u
cross join item_counts as i
cross join judged_days as d
