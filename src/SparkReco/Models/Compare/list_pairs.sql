-- purpose: the lists of each pair of systems side by side, cut at the same length
-- grain:   reference, system, user_id, item_id

with
reference_lists as (
  select p.reference, p.system, l.user_id, l.item_id, l.rank
  from system_pairs as p
  inner join judged_list as l on l.system = p.reference
  where l.rank <= :list_size
),

system_lists as (
  select p.reference, p.system, l.user_id, l.item_id, l.rank
  from system_pairs as p
  inner join judged_list as l on l.system = p.system
  where l.rank <= :list_size
)

select
  cast(coalesce(r.reference, s.reference) as string) as reference,
  cast(coalesce(r.system, s.system) as string) as system,
  cast(coalesce(r.user_id, s.user_id) as string) as user_id,
  cast(coalesce(r.item_id, s.item_id) as string) as item_id,
  cast(r.rank as int) as reference_rank,
  cast(s.rank as int) as system_rank
from reference_lists as r
full outer join system_lists as s
  on s.reference = r.reference and s.system = r.system and s.user_id = r.user_id and s.item_id = r.item_id
