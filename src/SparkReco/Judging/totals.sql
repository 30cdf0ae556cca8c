-- purpose: how many items are on offer, how many users had any item, and how many may get a list
-- grain:   one row

with
offered as (
  select count(*) as offered
  from offered_items
),

active as (
  select count(distinct user_id) as active
  from engagement
),

eligible as (
  select count_if(is_eligible) as eligible
  from users
)

select
  cast(o.offered as bigint) as offered,
  cast(a.active as bigint) as active,
  cast(e.eligible as bigint) as eligible
from offered as o
cross join active as a
cross join eligible as e
