-- purpose: where each item went from the baseline's list to Amazon Personalize's
-- grain:   user_id, item_id

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(baseline_rank as int) as baseline_rank,
  cast(personalize_rank as int) as personalize_rank,
  cast(baseline_rank - personalize_rank as int) as shift,
  cast(case
    when baseline_rank is null then 'entered'
    when personalize_rank is null then 'left'
    when baseline_rank > personalize_rank then 'up'
    when baseline_rank < personalize_rank then 'down'
    else 'same'
  end as string) as movement
from list_pairs
