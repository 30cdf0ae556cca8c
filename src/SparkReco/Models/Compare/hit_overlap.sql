-- purpose: which of what users did later each of two systems foretold, and what it was worth
-- grain:   reference, system, k, found_by
-- The share is the mean over judged users of the part of their relevant items; the four shares of a pair and a k are 1 together. That of
-- the system alone is its recall gain over the reference, and the other way round.

with
relevant as (
  select t.user_id, t.item_id, t.watch_seconds, t.completed_count, t.liked_count, j.truth_count
  from truth as t
  inner join judged_users as j on j.user_id = t.user_id
  where j.segment = 'all'
),

judged as (
  select count(*) as user_count
  from judged_users
  where segment = 'all'
),

placed as (
  select
    p.reference,
    p.system,
    r.user_id,
    r.item_id,
    r.watch_seconds,
    r.completed_count,
    r.liked_count,
    r.truth_count,
    a.rank as reference_rank,
    b.rank as system_rank
  from system_pairs as p
  cross join relevant as r
  left join judged_list as a on a.system = p.reference and a.user_id = r.user_id and a.item_id = r.item_id
  left join judged_list as b on b.system = p.system and b.user_id = r.user_id and b.item_id = r.item_id
),

found as (
  select
    p.reference,
    p.system,
    c.k,
    case
      when p.reference_rank <= c.k and p.system_rank <= c.k then 'both'
      when p.reference_rank <= c.k then 'reference'
      when p.system_rank <= c.k then 'system'
      else 'neither'
    end as found_by,
    p.user_id,
    p.watch_seconds,
    p.completed_count,
    p.liked_count,
    p.truth_count
  from placed as p
  cross join cutoffs as c
),

sums as (
  select
    reference,
    system,
    k,
    found_by,
    count(distinct user_id) as user_count,
    count(*) as item_count,
    cast(sum(watch_seconds) as bigint) as watch_seconds,
    sum(completed_count) as completed_count,
    sum(liked_count) as liked_count,
    cast(sum(cast(floor(1e12 / nullif(truth_count, 0)) as bigint)) as bigint) as parts
  from found
  group by reference, system, k, found_by
)

select
  cast(s.reference as string) as reference,
  cast(s.system as string) as system,
  cast(s.k as int) as k,
  cast(s.found_by as string) as found_by,
  cast(s.user_count as bigint) as user_count,
  cast(s.item_count as bigint) as item_count,
  cast(cast(s.parts as double) / 1e12 / nullif(j.user_count, 0) as double) as recall_share,
  cast(s.watch_seconds as bigint) as watch_seconds,
  cast(s.completed_count as bigint) as completed_count,
  cast(s.liked_count as bigint) as liked_count
from sums as s
cross join judged as j
