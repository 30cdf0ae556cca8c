-- purpose: the latest items of each user: the history that item-item similarity is made of
-- grain:   user_id, item_number
-- At most :history_size items, none older than :lookback_days days.

with
recent as (
  select
    e.user_id,
    n.item_number,
    row_number() over (partition by e.user_id order by e.last_on desc, e.score desc, e.item_id) as age_rank
  from engagement as e
  inner join item_numbers as n on n.item_id = e.item_id
  where e.last_on >= date_sub(:run_date, :lookback_days)
),

latest as (
  select user_id, item_number, age_rank from recent where age_rank <= :history_size
),

sizes as (
  select user_id, count(*) as item_count
  from latest
  group by user_id
),

user_numbers as (
  select user_id, item_count, row_number() over (order by user_id) as user_number
  from sizes
)

select
  cast(l.user_id as string) as user_id,
  cast(u.user_number as int) as user_number,
  cast(l.item_number as int) as item_number,
  cast(u.item_count as int) as item_count,
  cast(l.age_rank as int) as age_rank
from latest as l
inner join user_numbers as u on u.user_id = l.user_id
