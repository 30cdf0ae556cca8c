-- purpose: how well the lists of system :system foretold what each user did next
-- grain:   user_id, k
-- Conventions (docs/metrics.md): every eligible user with later behaviour counts, one without a list counts 0; precision divides by k,
-- recall by the number of relevant items, NDCG and average precision are ideal at min(relevant, k), gains are 0 or 1.

with
hits as (
  select
    l.user_id,
    l.rank,
    t.watch_seconds,
    t.completed_count,
    t.liked_count,
    row_number() over (partition by l.user_id order by l.rank) as hit_number
  from judged_list as l
  inner join truth as t on t.user_id = l.user_id and t.item_id = l.item_id
  where l.system = :system
),

gains as (
  select
    h.user_id,
    h.rank,
    h.watch_seconds,
    h.completed_count,
    h.liked_count,
    d.discount,
    cast(floor(h.hit_number * 1e12 / nullif(h.rank, 0)) as bigint) as precision_at_hit
  from hits as h
  inner join rank_discounts as d on d.rank = h.rank
),

sums as (
  select
    u.user_id,
    c.k,
    u.truth_count,
    count(g.rank) as hit_count,
    coalesce(cast(sum(g.discount) as bigint), 0) as gain,
    coalesce(cast(sum(g.precision_at_hit) as bigint), 0) as precision_sum,
    min(g.rank) as first_rank,
    coalesce(cast(sum(g.watch_seconds) as bigint), 0) as watch_seconds,
    coalesce(cast(sum(g.completed_count) as bigint), 0) as completed_count,
    coalesce(cast(sum(g.liked_count) as bigint), 0) as liked_count
  from judged_users as u
  cross join cutoffs as c
  left join gains as g on g.user_id = u.user_id and g.rank <= c.k
  where u.segment = 'all'
  group by u.user_id, c.k, u.truth_count
)

select
  cast(s.user_id as string) as user_id,
  cast(s.k as int) as k,
  cast(s.truth_count as int) as truth_count,
  cast(s.hit_count as int) as hit_count,
  cast(case when s.hit_count > 0 then 1e0 else 0e0 end as double) as hit_rate,
  cast(cast(s.hit_count as double) / nullif(s.k, 0) as double) as precision,
  cast(cast(s.hit_count as double) / nullif(s.truth_count, 0) as double) as recall,
  cast(cast(s.gain as double) / nullif(i.ideal_gain, 0) as double) as ndcg,
  cast(cast(s.precision_sum as double) / 1e12 / nullif(least(s.truth_count, s.k), 0) as double) as average_precision,
  cast(coalesce(1e0 / nullif(s.first_rank, 0), 0e0) as double) as reciprocal_rank,
  cast(s.watch_seconds as bigint) as watch_seconds,
  cast(s.completed_count as bigint) as completed_count,
  cast(s.liked_count as bigint) as liked_count
from sums as s
inner join rank_discounts as i on i.rank = least(s.truth_count, s.k)
