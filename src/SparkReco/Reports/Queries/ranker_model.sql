-- purpose: the trees that order the baseline's lists
-- grain:   one row

select
  cast(count(distinct tree) as bigint) as trees,
  cast(max(learned_on) as date) as learned_on,
  cast(max(ranker_id) as string) as id
from ranker_trees
