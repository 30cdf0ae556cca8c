-- purpose: how many users engaged with how many items before the run date
-- grain:   items, a range of counts

with
counts as (
  select u.user_id, count(e.item_id) as item_count
  from users as u
  left join engagement as e on e.user_id = u.user_id
  group by u.user_id
),

ranges as (
  select
    item_count,
    case
      when item_count = 0 then 'none'
      when item_count = 1 then '1'
      when item_count < 5 then '2-4'
      when item_count < 10 then '5-9'
      when item_count < 20 then '10-19'
      when item_count < 50 then '20-49'
      when item_count < 100 then '50-99'
      else '100+'
    end as items
  from counts
)

select
  cast(items as string) as items,
  cast(min(item_count) as int) as least_items,
  cast(count(*) as bigint) as users
from ranges
group by items
order by least_items
