-- purpose: the first places of the lists of an earlier day
-- grain:   system, user_id, rank

select
  cast(:earlier_run_date as date) as earlier_run_date,
  cast(system as string) as system,
  cast(user_id as string) as user_id,
  cast(rank as int) as rank,
  cast(item_id as string) as item_id
from published_lists
where rank <= :main_k
