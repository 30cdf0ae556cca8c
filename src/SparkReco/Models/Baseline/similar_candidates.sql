-- purpose: items similar to what a warm user has had
-- grain:   user_id, item_id
-- The best four lists' worth for each user, by the sum of the similarities to the latest items of the history, each of which counts less
-- with its place. common_users are those of the latest item that has most in common.

with
steps as (
  select n.item_number, j.item_number as neighbor_number, s.similarity, s.support
  from item_neighbors as s
  inner join item_numbers as n on n.item_id = s.item_id
  inner join item_numbers as j on j.item_id = s.neighbor_id
),

histories as (
  select h.user_number, h.item_number, w.weight
  from user_histories as h
  inner join reach as r on r.user_id = h.user_id
  inner join place_weights as w on w.place = h.age_rank
  where r.is_warm and h.age_rank <= :seed_size
),

summed as (
  select
    h.user_number,
    s.neighbor_number,
    cast(sum(cast(floor(cast(s.similarity as double) * h.weight / 1e6) as bigint)) as bigint) as similarity,
    max(s.support) as common_users
  from histories as h
  inner join steps as s on s.item_number = h.item_number
  group by h.user_number, s.neighbor_number
),

user_numbers as (
  select user_id, user_number from user_histories where age_rank = 1
),

fresh as (
  select u.user_id, i.item_id, s.similarity, s.common_users
  from summed as s
  inner join user_numbers as u on u.user_number = s.user_number
  inner join item_numbers as n on n.item_number = s.neighbor_number
  inner join offered_items as i on i.item_id = n.item_id
  anti join consumed as e on e.user_id = u.user_id and e.item_id = i.item_id
  where s.similarity > 0
),

ranked as (
  select
    user_id,
    item_id,
    similarity,
    common_users,
    row_number() over (partition by user_id order by similarity desc, item_id) as rank
  from fresh
)

select
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(similarity as bigint) as similarity,
  cast(rank as int) as place,
  cast(common_users as bigint) as common_users
from ranked
where rank <= 4 * :list_size
