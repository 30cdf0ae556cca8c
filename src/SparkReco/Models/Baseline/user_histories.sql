-- purpose: the latest items of each user: the history that item-item similarity is made of
-- grain:   user_id, item_number
-- At most :history_size items, none older than :lookback_days days.

with
numbered as (
  select user_id, row_number() over (order by user_id) as user_number
  from users
),

recent as (
  select
    e.user_id,
    u.user_number,
    n.item_number,
    count(*) over (partition by e.user_id) as item_count,
    row_number() over (partition by e.user_id order by e.last_on desc, e.score desc, e.item_id) as age_rank
  from engagement as e
  inner join item_numbers as n on n.item_id = e.item_id
  inner join numbered as u on u.user_id = e.user_id
  where e.last_on >= date_sub(:run_date, :lookback_days)
)

select
  cast(user_id as string) as user_id,
  cast(user_number as int) as user_number,
  cast(item_number as int) as item_number,
  cast(least(item_count, :history_size) as int) as item_count,
  cast(age_rank as int) as age_rank
from recent
where age_rank <= :history_size
