-- purpose: the places of Amazon Personalize's lists, each with what is wrong with it
-- grain:   source, line, position
-- A user with several lines keeps the first of them, by file name and line.

with
lines as (
  select
    user_id,
    source,
    line,
    row_number() over (partition by user_id order by source, line) as line_rank
  from raw_lists
  group by user_id, source, line
),

placed as (
  select
    r.user_id,
    r.position,
    r.item_id,
    r.score,
    r.source,
    r.line,
    l.line_rank,
    row_number() over (partition by r.user_id, r.source, r.line, r.item_id order by r.position) as copy_number
  from raw_lists as r
  inner join lines as l on l.user_id = r.user_id and l.source = r.source and l.line = r.line
)

select
  cast(p.source as string) as source,
  cast(p.line as bigint) as line,
  cast(p.user_id as string) as user_id,
  cast(p.position as int) as position,
  cast(p.item_id as string) as item_id,
  cast(p.score as double) as score,
  cast(case
    when p.line_rank > 1 then 'a second list of the user'
    when u.user_id is null then 'user_id is not in users'
    when i.item_id is null then 'item_id is not in items'
    when o.item_id is null then 'item is not available'
    when p.copy_number > 1 then 'an item stands twice in the list'
  end as string) as issue
from placed as p
left join users as u on u.user_id = p.user_id
left join items as i on i.item_id = p.item_id
left join offered_items as o on o.item_id = p.item_id
