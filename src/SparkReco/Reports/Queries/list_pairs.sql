-- purpose: the users with both lists of the pair or with one, and how long these lists are
-- grain:   k
-- What the overlap of two lists by chance depends on are their lengths, multiplied.

select
  cast(k as int) as k,
  cast(count_if(reference_count > 0 and system_count > 0) as bigint) as users,
  cast(sum(cast(reference_count as bigint) * system_count) as bigint) as length_products,
  cast(count_if(system_count = 0) as bigint) as reference_alone,
  cast(count_if(reference_count = 0) as bigint) as system_alone,
  cast(count_if(reference_count > 0 and reference_count < k) as bigint) as reference_short,
  cast(count_if(system_count > 0 and system_count < k) as bigint) as system_short
from recommendation_overlap
where reference = :reference and system = :system
group by k
order by k
