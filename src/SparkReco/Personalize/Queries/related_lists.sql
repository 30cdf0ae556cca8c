-- purpose: lists for users from lists for items: what is similar to the user's latest items
-- grain:   user_id, position
-- Each of the latest :seeds items adds 10^9 / (its age rank * (60 + place in its list)): reciprocal rank fusion (Cormack,
-- Clarke and Buettcher, SIGIR 2009, with k = 60), the latest item counting most. What the user has had is left out, as in the baseline.

with
ranked as (
  select
    e.user_id,
    e.item_id,
    row_number() over (partition by e.user_id order by e.last_at_ms desc, e.score desc, e.item_id) as age_rank
  from engagement as e
  inner join users as u on u.user_id = e.user_id
  where u.is_eligible
),

summed as (
  select
    r.user_id,
    n.similar_item_id as item_id,
    sum(cast(floor(cast(1000000000 as double) / nullif(cast(r.age_rank as bigint) * (60 + n.position), 0)) as bigint)) as score
  from ranked as r
  inner join item_lists as n on n.item_id = r.item_id
  where r.age_rank <= :seeds
  group by r.user_id, n.similar_item_id
),

placed as (
  select
    s.user_id,
    s.item_id,
    s.score,
    row_number() over (partition by s.user_id order by s.score desc, s.item_id) as position
  from summed as s
  left join consumed as c on c.user_id = s.user_id and c.item_id = s.item_id
  where c.item_id is null
)

select
  cast('lists for items' as string) as source,
  cast(1 as bigint) as line,
  cast(user_id as string) as user_id,
  cast(position as int) as position,
  cast(item_id as string) as item_id,
  cast(score as double) as score
from placed
where position <= :list_size
