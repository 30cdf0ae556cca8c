-- purpose: the ranker's rating of each candidate: the sum of what its trees say
-- grain:   user_id, item_id
-- The sum is written from ranker_trees: a case for each node. Spark fuses a step's expressions into one method, and this one would be
-- larger than Java takes. It does not fuse a step with a lambda, and gives each case a method of its own: so a nought is added by one.

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(:tree_sum + get(transform(array(0), nought -> nought), 0) as bigint) as rating
from candidate_features
where :has_trees
