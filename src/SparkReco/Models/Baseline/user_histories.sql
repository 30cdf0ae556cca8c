-- purpose: the latest items of each user: the history that item-item similarity is made of
-- grain:   user_id, item_number
-- At most :history_size items. recency is the weight of the last use by its age on the run date,
-- own_recency by its age at the user's own last use of anything, in parts per million.

with
numbered as (
  select user_id, row_number() over (order by user_id) as user_number
  from users
),

ranked as (
  select
    e.user_id,
    u.user_number,
    n.item_number,
    e.last_at_ms,
    count(*) over (partition by e.user_id) as item_count,
    max(e.last_at_ms) over (partition by e.user_id) as user_last_at_ms,
    row_number() over (partition by e.user_id order by e.last_at_ms desc, e.score desc, e.item_id) as age_rank
  from engagement as e
  inner join item_numbers as n on n.item_id = e.item_id
  inner join numbered as u on u.user_id = e.user_id
),

latest as (
  select
    user_id,
    user_number,
    item_number,
    last_at_ms,
    item_count,
    age_rank,
    cast(floor((:run_date_ms - last_at_ms) / nullif(:pair_step_ms, 0)) as bigint) as step,
    cast(floor((user_last_at_ms - last_at_ms) / nullif(:pair_step_ms, 0)) as bigint) as own_step
  from ranked
  where age_rank <= :history_size
)

select
  cast(h.user_id as string) as user_id,
  cast(h.user_number as int) as user_number,
  cast(h.item_number as int) as item_number,
  cast(least(h.item_count, :history_size) as int) as item_count,
  cast(h.age_rank as int) as age_rank,
  cast(h.last_at_ms as bigint) as last_at_ms,
  cast(coalesce(r.weight, 0) as bigint) as recency,
  cast(coalesce(o.weight, 0) as bigint) as own_recency
from latest as h
left join use_recency as r on r.step = h.step
left join use_recency as o on o.step = h.own_step
