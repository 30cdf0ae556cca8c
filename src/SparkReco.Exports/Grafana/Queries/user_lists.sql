-- purpose: a user's two lists side by side
-- grain:   a place in either list
select
  l."rank",
  max(case when l."system" = ${reference:sqlstring} then coalesce(i.title, l.item_id) end) as reference_value,
  max(case when l."system" = ${reference:sqlstring} then l.reason end) as "why",
  max(case when l."system" = ${system:sqlstring} then coalesce(i.title, l.item_id) end) as system_value
from {recommendations} as l
left join {items} as i on i.run_date = l.run_date and i.item_id = l.item_id
where l.run_date = date ${run_date:sqlstring}
  and l.user_id = ${user:sqlstring}
  and l."system" in (${reference:sqlstring}, ${system:sqlstring})
group by l."rank"
order by l."rank"
