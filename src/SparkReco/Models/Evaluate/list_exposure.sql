-- purpose: which items the lists show, how often, and how known those items are
-- grain:   system, k, popularity (users who had the item before), exposure_count (places that an item fills)
-- Delivered lists may have items that are not on offer.

with
popularity as (
  select i.item_id, count(e.user_id) as popularity
  from items as i
  left join engagement as e on e.item_id = i.item_id
  group by i.item_id
),

exposures as (
  select l.system, c.k, l.item_id, count(*) as exposure_count
  from judged_list as l
  cross join cutoffs as c
  where l.rank <= c.k
  group by l.system, c.k, l.item_id
)

select
  cast(x.system as string) as system,
  cast(x.k as int) as k,
  cast(p.popularity as bigint) as popularity,
  cast(x.exposure_count as bigint) as exposure_count,
  cast(count(*) as bigint) as item_count,
  cast(count(o.item_id) as bigint) as offered_count
from exposures as x
inner join popularity as p on p.item_id = x.item_id
left join offered_items as o on o.item_id = x.item_id
group by x.system, x.k, p.popularity, x.exposure_count
