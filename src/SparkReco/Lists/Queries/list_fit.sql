-- purpose: how many of the lists delivered for system :system are of known users, and how many of their places hold known items
-- grain:   one row
-- The service writes a list on a line, and a line without a list counts as a line, too. Other lists are those of their users.

with
delivered as (
  select
    user_id,
    item_id,
    case when system = 'personalize' then source || ':' || cast(line as string) else '' end as list_key
  from list_rows
  where system = :system
),

bad_lines as (
  select count(*) as line_count
  from (select distinct source, line from list_problems where :system = 'personalize') as p
  where not exists (select 1 as found from list_rows as r where r.source = p.source and r.line = p.line)
),

delivered_keys as (
  select distinct user_id, list_key
  from delivered
),

lines as (
  select
    count(*) as list_count,
    count(u.user_id) as known_list_count
  from delivered_keys as l
  left join users as u on u.user_id = l.user_id
),

places as (
  select
    count(*) as place_count,
    count(i.item_id) as known_place_count
  from delivered as r
  left join items as i on i.item_id = r.item_id
),

listed_users as (
  select
    count(*) as eligible_count,
    count(l.user_id) as eligible_listed_count
  from users as u
  left join (select distinct user_id from delivered) as l on l.user_id = u.user_id
  where u.is_eligible and pmod(cast(conv(substr(md5(u.user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
),

repeated_users as (
  select count(*) as repeated_user_count
  from (select user_id from delivered_keys group by user_id having count(*) > 1) as r
)

select
  cast(l.list_count + b.line_count as bigint) as lines,
  cast(l.list_count as bigint) as lists,
  cast(l.known_list_count as bigint) as known_lists,
  cast(p.place_count as bigint) as places,
  cast(p.known_place_count as bigint) as known_places,
  cast(u.eligible_count as bigint) as eligible_users,
  cast(u.eligible_listed_count as bigint) as eligible_users_with_list,
  cast(r.repeated_user_count as bigint) as repeated_users
from lines as l
cross join bad_lines as b
cross join places as p
cross join listed_users as u
cross join repeated_users as r
