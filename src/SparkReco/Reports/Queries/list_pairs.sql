-- purpose: the lengths of the two lists of users with both, multiplied and summed: what their overlap by chance depends on
-- grain:   k

select
  cast(k as int) as k,
  cast(count(*) as bigint) as users,
  cast(sum(cast(baseline_count as bigint) * personalize_count) as bigint) as length_products
from recommendation_overlap
where baseline_count > 0 and personalize_count > 0
group by k
order by k
