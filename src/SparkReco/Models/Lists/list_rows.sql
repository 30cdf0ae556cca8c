-- purpose: the places of all lists from outside, each with what keeps it from being shown
-- grain:   system, source, line, position
-- Of a user with several lines of the service, the first counts, by file name and line.

with
service_lines as (
  select
    user_id,
    source,
    line,
    row_number() over (partition by user_id order by source, line) as line_rank
  from service_lists
  group by user_id, source, line
),

placed as (
  select
    r.system,
    r.source,
    r.line,
    r.user_id,
    r.position,
    r.item_id,
    r.score,
    r.flaw,
    coalesce(l.line_rank, 1) as line_rank,
    row_number() over (
      partition by r.system, r.user_id, coalesce(l.line_rank, 1), r.item_id
      order by r.position
    ) as copy_number
  from delivered_lists as r
  left join service_lines as l
    on r.system = 'personalize' and l.user_id = r.user_id and l.source = r.source and l.line = r.line
)

select
  cast(p.system as string) as system,
  cast(p.source as string) as source,
  cast(p.line as bigint) as line,
  cast(p.user_id as string) as user_id,
  cast(p.position as int) as position,
  cast(p.item_id as string) as item_id,
  cast(p.score as double) as score,
  cast(case
    when p.flaw is not null then p.flaw
    when p.line_rank > 1 then 'a second list of the user'
    when u.user_id is null then 'user_id is not in users'
    when i.item_id is null then 'item_id is not in items'
    when p.copy_number > 1 then 'an item stands twice in the list'
    when o.item_id is null then 'item is not available'
    when c.item_id is not null then 'the user had the item before'
  end as string) as issue
from placed as p
left join users as u on u.user_id = p.user_id
left join items as i on i.item_id = p.item_id
left join offered_items as o on o.item_id = p.item_id
left join consumed as c on c.user_id = p.user_id and c.item_id = p.item_id
