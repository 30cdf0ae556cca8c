-- purpose: both systems' lists side by side, cut at the same length
-- grain:   user_id, item_id

with
baseline as (
  select user_id, item_id, rank from recommendations where system = 'baseline' and rank <= :list_size
),

personalize as (
  select user_id, item_id, rank from recommendations where system = 'personalize' and rank <= :list_size
)

select
  cast(coalesce(b.user_id, p.user_id) as string) as user_id,
  cast(coalesce(b.item_id, p.item_id) as string) as item_id,
  cast(b.rank as int) as baseline_rank,
  cast(p.rank as int) as personalize_rank
from baseline as b
full outer join personalize as p on p.user_id = b.user_id and p.item_id = b.item_id
