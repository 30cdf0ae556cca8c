-- purpose: how each eligible user is served: by the history where there is enough of it, else by what is popular in the user's categories
--          and in the tier, and without any history by what others have just begun with
-- grain:   user_id
-- consumed_count is how many popular items may fall out of the user's list because they were consumed.

with
totals as (
  select user_id, count(*) as item_count
  from consumed
  group by user_id
),

histories as (
  select user_id, max(item_count) as item_count
  from user_histories
  group by user_id
)

select
  cast(u.user_id as string) as user_id,
  cast(h.item_count is not null as boolean) as has_history,
  cast(coalesce(h.item_count, 0) as int) as history_length,
  cast(coalesce(h.item_count, 0) >= :min_history as boolean) as is_warm,
  cast(case
    when coalesce(h.item_count, 0) >= :min_history then 'all'
    else 'tier=' || u.tier
  end as string) as segment,
  cast(coalesce(c.item_count, 0) as bigint) as consumed_count
from users as u
left join totals as c on c.user_id = u.user_id
left join histories as h on h.user_id = u.user_id
where u.is_eligible
