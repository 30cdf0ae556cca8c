-- purpose: where each item went from the reference's list to the system's
-- grain:   reference, system, user_id, item_id

select
  cast(reference as string) as reference,
  cast(system as string) as system,
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(reference_rank as int) as reference_rank,
  cast(system_rank as int) as system_rank,
  cast(reference_rank - system_rank as int) as shift,
  cast(case
    when reference_rank is null then 'entered'
    when system_rank is null then 'left'
    when reference_rank > system_rank then 'up'
    when reference_rank < system_rank then 'down'
    else 'same'
  end as string) as movement
from list_pairs
