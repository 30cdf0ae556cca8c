-- purpose: instructive users: those whose two lists agree most and least, whom one system or both or neither foretold, and new ones
-- grain:   kind, place
-- The clearest cases of each kind come first; ids decide between equal ones.

with
agreement as (
  select user_id, common_count, rbo
  from recommendation_overlap
  where reference = :reference and system = :system and k = :main_k and reference_count > 0 and system_count > 0
),

reference_quality as (
  select user_id, truth_count, hit_count
  from recommendation_quality
  where system = :reference and k = :main_k
),

system_quality as (
  select user_id, hit_count
  from recommendation_quality
  where system = :system and k = :main_k
),

active as (
  select distinct user_id
  from engagement
),

described as (
  select
    a.user_id,
    a.common_count,
    a.rbo,
    coalesce(r.truth_count, 0) as truth_count,
    coalesce(r.hit_count, 0) as reference_hits,
    coalesce(s.hit_count, 0) as system_hits,
    h.user_id is null as is_new
  from agreement as a
  left join reference_quality as r on r.user_id = a.user_id
  left join system_quality as s on s.user_id = a.user_id
  left join active as h on h.user_id = a.user_id
),

kinds as (
  select d.user_id, d.common_count, d.rbo, d.truth_count, d.reference_hits, d.system_hits, k.kind
  from described as d
  cross join lateral explode(array(
    'alike',
    'unlike',
    case when d.system_hits > 0 and d.reference_hits = 0 then 'system' end,
    case when d.reference_hits > 0 and d.system_hits = 0 then 'reference' end,
    case when d.reference_hits > 0 and d.system_hits > 0 then 'both' end,
    case when d.truth_count > 0 and d.reference_hits = 0 and d.system_hits = 0 then 'neither' end,
    case when d.is_new then 'new' end
  )) as k(kind)
  where k.kind is not null
),

measured as (
  select
    user_id,
    common_count,
    truth_count,
    reference_hits,
    system_hits,
    kind,
    case
      when kind = 'alike' then rbo
      when kind = 'unlike' then -rbo
      when kind = 'system' then cast(system_hits as double)
      when kind = 'reference' then cast(reference_hits as double)
      when kind = 'both' then cast(least(reference_hits, system_hits) as double)
      else cast(truth_count as double)
    end as clearness
  from kinds
),

ordered as (
  select
    user_id,
    common_count,
    truth_count,
    reference_hits,
    system_hits,
    kind,
    row_number() over (partition by kind order by clearness desc, user_id) as place
  from measured
)

select
  cast(kind as string) as kind,
  cast(place as int) as place,
  cast(user_id as string) as user_id,
  cast(common_count as int) as common,
  cast(truth_count as int) as truth,
  cast(reference_hits as int) as reference_hits,
  cast(system_hits as int) as system_hits
from ordered
where place <= :count
order by kind, place
