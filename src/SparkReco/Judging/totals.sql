-- purpose: how many items are on offer, how many users had any item, and how many may get a list
-- grain:   one row
-- The popularity of a profile is the mean over a user's items of the users who had each, in parts per million.

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
  select count(*) as eligible
  from users
  where is_eligible and pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
),

popularity as (
  select item_id, count(*) as user_count
  from engagement
  group by item_id
),

profiles as (
  select e.user_id, cast(floor(sum(p.user_count) * 1e6 / nullif(count(*), 0)) as bigint) as popularity
  from engagement as e
  inner join popularity as p on p.item_id = e.item_id
  inner join users as u on u.user_id = e.user_id
  where u.is_eligible
  group by e.user_id
),

histories as (
  select count(*) as user_count, coalesce(sum(popularity), 0) as popularity
  from profiles
)

select
  cast(o.offered as bigint) as offered,
  cast(a.active as bigint) as active,
  cast(e.eligible as bigint) as eligible,
  cast(h.user_count as bigint) as profiles,
  cast(h.popularity as bigint) as profile_popularity
from offered as o
cross join active as a
cross join eligible as e
cross join histories as h
