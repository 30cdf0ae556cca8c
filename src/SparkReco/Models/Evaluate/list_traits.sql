-- purpose: what each system's lists are like, whoever is judged: how mixed, and how near to what is popular
-- grain:   system
-- At the list length k that headlines speak of. Of two items of a list, the distance is 1, less a half for the same content type and a
-- half for the same category; a list of one item has none. Sums over users are in parts per billion.

with
shown as (
  select l.system, l.user_id, l.item_id, i.content_type, i.category
  from judged_list as l
  inner join items as i on i.item_id = l.item_id
  where l.rank <= :main_k
),

sizes as (
  select system, user_id, count(*) as item_count
  from shown
  group by system, user_id
),

alike as (
  select system, user_id, count(*) * (count(*) - 1) as same_count
  from shown
  group by system, user_id, content_type
  union all
  select system, user_id, count(*) * (count(*) - 1) as same_count
  from shown
  where category is not null
  group by system, user_id, category
),

likenesses as (
  select system, user_id, sum(same_count) as same_count
  from alike
  group by system, user_id
),

popular as (
  select s.system, s.user_id, count(*) as common_count
  from shown as s
  inner join popularity_list as p on p.user_id = s.user_id and p.item_id = s.item_id
  where p.rank <= :main_k
  group by s.system, s.user_id
),

users_traits as (
  select
    z.system,
    z.item_count,
    coalesce(p.common_count, 0) as common_count,
    1e0 - l.same_count / 2e0 / nullif(z.item_count * (z.item_count - 1), 0) as diversity
  from sizes as z
  inner join likenesses as l on l.system = z.system and l.user_id = z.user_id
  left join popular as p on p.system = z.system and p.user_id = z.user_id
)

select
  cast(system as string) as system,
  cast(count(*) as bigint) as user_count,
  cast(count(diversity) as bigint) as mixed_user_count,
  cast(coalesce(sum(cast(floor(diversity * 1e9) as bigint)), 0) as bigint) as diversity,
  cast(sum(common_count) as bigint) as popular_count
from users_traits
group by system
