-- purpose: what one system shows a user and the other does not, by what is new in it, and what users made of it
-- grain:   reference, system, only_in, kind
-- Of users with both lists, at the list length that headlines speak of. Kinds overlap: new, published in the days before the run date that
-- blend.new_item_days says; long_tail, not among the items that hold 80 % of what users had; new_to_user, of a category that the user had
-- nothing of; unshown, in no list of the other system. Hits are of judged users.

with
both_lists as (
  select reference, system, user_id
  from recommendation_overlap
  where k = :main_k and reference_count > 0 and system_count > 0
),

exclusive as (
  select p.reference, p.system, p.system as only_in, p.reference as other, p.user_id, p.item_id
  from list_pairs as p
  where p.system_rank <= :main_k and (p.reference_rank is null or p.reference_rank > :main_k)
  union all
  select p.reference, p.system, p.reference as only_in, p.system as other, p.user_id, p.item_id
  from list_pairs as p
  where p.reference_rank <= :main_k and (p.system_rank is null or p.system_rank > :main_k)
),

popularity as (
  select item_id, count(*) as user_count
  from engagement
  group by item_id
),

ordered as (
  select
    item_id,
    user_count,
    sum(user_count) over (order by user_count desc, item_id rows between unbounded preceding and current row) as running_count,
    sum(user_count) over (partition by 1) as all_count
  from popularity
),

head as (
  select item_id
  from ordered
  where (running_count - user_count) * 10 < all_count * 8
),

known_categories as (
  select user_id, value as category
  from user_preferences
  where dimension = 'category'
),

shown as (
  select distinct system, item_id
  from judged_list
  where rank <= :main_k
),

judged as (
  select user_id
  from judged_users
  where segment = 'all'
),

described as (
  select
    x.reference,
    x.system,
    x.only_in,
    x.user_id,
    x.item_id,
    coalesce(i.published_on >= date_sub(:run_date, :new_item_days), false) as is_new,
    h.item_id is null as is_long_tail,
    i.category is not null and c.category is null as is_new_to_user,
    s.item_id is null as is_unshown,
    j.user_id is not null as is_judged,
    t.item_id is not null as is_hit,
    coalesce(t.watch_seconds, 0) as watch_seconds,
    coalesce(t.completed_count, 0) as completed_count
  from exclusive as x
  inner join both_lists as b on b.reference = x.reference and b.system = x.system and b.user_id = x.user_id
  inner join items as i on i.item_id = x.item_id
  left join head as h on h.item_id = x.item_id
  left join known_categories as c on c.user_id = x.user_id and c.category = i.category
  left join shown as s on s.system = x.other and s.item_id = x.item_id
  left join judged as j on j.user_id = x.user_id
  left join truth as t on t.user_id = x.user_id and t.item_id = x.item_id
),

kinds as (
  select d.reference, d.system, d.only_in, k.kind, d.user_id, d.item_id, d.is_judged, d.is_hit, d.watch_seconds, d.completed_count
  from described as d
  cross join lateral explode(array(
    'all',
    case when d.is_new then 'new' end,
    case when d.is_long_tail then 'long_tail' end,
    case when d.is_new_to_user then 'new_to_user' end,
    case when d.is_unshown then 'unshown' end
  )) as k(kind)
  where k.kind is not null
)

select
  cast(reference as string) as reference,
  cast(system as string) as system,
  cast(only_in as string) as only_in,
  cast(kind as string) as kind,
  cast(count(*) as bigint) as place_count,
  cast(count(distinct item_id) as bigint) as item_count,
  cast(count(distinct user_id) as bigint) as user_count,
  cast(count_if(is_judged) as bigint) as judged_place_count,
  cast(count_if(is_hit) as bigint) as hit_count,
  cast(sum(watch_seconds) as bigint) as watch_seconds,
  cast(sum(completed_count) as bigint) as completed_count
from kinds
group by reference, system, only_in, kind
