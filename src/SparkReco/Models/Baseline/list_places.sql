-- purpose: the lists that candidates come from: what is popular now in a tier and in a category, what is begun now, what is new
-- grain:   list, rank
-- begun counts an item's users by how recent their first use is, with seven times the half-life of popularity, in parts per million.

with
begun as (
  select e.item_id, cast(sum(coalesce(r.weight, 0)) as bigint) as score
  from engagement as e
  left join use_recency as r on r.step = cast(floor((:run_date_ms - e.first_at_ms) / nullif(7 * :popularity_step_ms, 0)) as bigint)
  group by e.item_id
),

lists as (
  select segment as list, rank, item_id, score
  from item_popularity
  where segment not like 'content_type=%'
  union all
  select
    'begun' as list,
    row_number() over (order by coalesce(b.score, 0) desc, p.rank) as rank,
    p.item_id,
    coalesce(b.score, 0) as score
  from item_popularity as p
  left join begun as b on b.item_id = p.item_id
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
