-- purpose: the lists that candidates come from: what is popular now, in a tier and in a category, what newcomers use, what is new
-- grain:   list, rank

with
lists as (
  select segment as list, rank, item_id, score
  from item_popularity
  where segment = 'all' or segment like 'tier=%'
  union all
  select
    p.segment as list,
    row_number() over (partition by p.segment order by s.category_score desc, p.rank) as rank,
    p.item_id,
    s.category_score as score
  from item_popularity as p
  inner join item_states as s on s.item_id = p.item_id
  where p.segment like 'category=%'
  union all
  select 'begun' as list, row_number() over (order by s.begun desc, p.rank) as rank, p.item_id, s.begun as score
  from item_popularity as p
  inner join item_states as s on s.item_id = p.item_id
  where p.segment = 'all'
  union all
  select
    'new' as list,
    row_number() over (order by i.published_on desc, i.item_id) as rank,
    i.item_id,
    coalesce(n.weight, 0) as score
  from offered_items as i
  left join newness as n on n.age_days = datediff(:run_date, i.published_on)
  where i.published_on >= date_sub(:run_date, :new_item_days)
)

select
  cast(list as string) as list,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id,
  cast(score as bigint) as score
from lists
