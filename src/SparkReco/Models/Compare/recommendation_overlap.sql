-- purpose: how alike the lists of two systems are for each user, at each list length
-- grain:   reference, system, user_id, k
-- overlap, jaccard and rbo are similarities (1 = the same), kendall and footrule distances divided by their maximum (0 = the same).
-- RBO is the extrapolated form for lists of uneven length (Webber, Moffat, Zobel, A similarity measure for indefinite rankings, TOIS
-- 2010, section 4.4); a common item enters its sum at the greater of its two ranks. Kendall is K with penalty 1/2 and footrule F with
-- absent items at rank k + 1 (Fagin, Kumar, Sivakumar, Comparing top k lists, SIAM J. Discrete Math. 2003, sections 3.1 and 3.3);
-- a single item in a single list, which has no order, is as far apart as can be.

with
pairs as (
  select
    p.reference,
    p.system,
    p.user_id,
    c.k,
    p.item_id,
    case when p.reference_rank <= c.k then p.reference_rank end as ra,
    case when p.system_rank <= c.k then p.system_rank end as rb
  from list_pairs as p
  cross join cutoffs as c
  where p.reference_rank <= c.k or p.system_rank <= c.k
),

inversions as (
  select x.reference, x.system, x.user_id, x.k, count(*) as inversion_count
  from pairs as x
  inner join pairs as y on y.reference = x.reference and y.system = x.system and y.user_id = x.user_id and y.k = x.k
  where x.ra < y.ra and x.rb > y.rb
  group by x.reference, x.system, x.user_id, x.k
),

lengths as (
  select
    reference,
    system,
    user_id,
    k,
    count(ra) as a,
    count(rb) as b
  from pairs
  group by reference, system, user_id, k
),

sums as (
  select
    p.reference,
    p.system,
    p.user_id,
    p.k,
    l.a,
    l.b,
    least(l.a, l.b) as s,
    greatest(l.a, l.b) as l,
    count_if(p.ra is not null and p.rb is not null) as z,
    count_if(greatest(p.ra, p.rb) <= least(l.a, l.b) and p.ra is not null and p.rb is not null) as xs,
    coalesce(sum(case when p.ra is not null and p.rb is not null then q.power_sum end), 0) as common_sum,
    coalesce(sum(case when p.rb is null then p.ra end), 0) as only_a_ranks,
    coalesce(sum(case when p.ra is null then p.rb end), 0) as only_b_ranks,
    sum(abs(coalesce(p.ra, p.k + 1) - coalesce(p.rb, p.k + 1))) as footrule
  from pairs as p
  inner join lengths as l on l.reference = p.reference and l.system = p.system and l.user_id = p.user_id and l.k = p.k
  inner join rbo_depths as q on q.depth = greatest(p.ra, p.rb) - 1
  group by p.reference, p.system, p.user_id, p.k, l.a, l.b
),

measures as (
  select
    t.reference,
    t.system,
    t.user_id,
    t.k,
    t.a,
    t.b,
    t.s,
    t.l,
    t.z,
    t.xs,
    t.footrule,
    cast(t.common_sum as double) / 1e15 as common_sum,
    cast(ps.power as double) / 1e15 as ps_power,
    cast(pl.power as double) / 1e15 as pl_power,
    cast(ps.power_sum as double) / 1e15 as ps_sum,
    cast(pl.power_sum as double) / 1e15 as pl_sum,
    coalesce(i.inversion_count, 0)
      + (t.a - t.z) * t.z - (t.only_a_ranks - (t.a - t.z) - (t.a - t.z) * (t.a - t.z - 1) / 2e0)
      + (t.b - t.z) * t.z - (t.only_b_ranks - (t.b - t.z) - (t.b - t.z) * (t.b - t.z - 1) / 2e0)
      + (t.a - t.z) * (t.b - t.z)
      + (t.a - t.z) * (t.a - t.z - 1) / 4e0
      + (t.b - t.z) * (t.b - t.z - 1) / 4e0 as kendall,
    t.a * t.b + t.a * (t.a - 1) / 4e0 + t.b * (t.b - 1) / 4e0 as kendall_max,
    t.a * (t.k + 1) - t.a * (t.a + 1) / 2e0 + t.b * (t.k + 1) - t.b * (t.b + 1) / 2e0 as footrule_max
  from sums as t
  inner join rbo_depths as ps on ps.depth = t.s
  inner join rbo_depths as pl on pl.depth = t.l
  left join inversions as i on i.reference = t.reference and i.system = t.system and i.user_id = t.user_id and i.k = t.k
)

select
  cast(reference as string) as reference,
  cast(system as string) as system,
  cast(user_id as string) as user_id,
  cast(k as int) as k,
  cast(a as int) as reference_count,
  cast(b as int) as system_count,
  cast(z as int) as common_count,
  cast(cast(z as double) / nullif(k, 0) as double) as overlap,
  cast(cast(z as double) / nullif(a + b - z, 0) as double) as jaccard,
  cast(case
    when s = 0 then 0e0
    else :rbo_odds * (
      (z * pl_sum - common_sum)
      + cast(xs as double) / nullif(s, 0) * ((ps_power - pl_power) * :rbo_inverse_odds - s * (pl_sum - ps_sum))
    ) + (cast(z - xs as double) / nullif(l, 0) + cast(xs as double) / nullif(s, 0)) * pl_power
  end as double) as rbo,
  cast(coalesce(kendall / nullif(kendall_max, 0e0), 1e0) as double) as kendall,
  cast(footrule / nullif(footrule_max, 0e0) as double) as footrule
from measures
