-- purpose: where a user's items went from one list to the other
-- grain:   an item in either list
select coalesce(i.title, s.item_id) as "title", i.content_type, i.category, s.reference_rank, s.system_rank, s.shift, s.movement
from {rank_shifts} as s
left join {items} as i on i.run_date = s.run_date and i.item_id = s.item_id
where s.run_date = date ${run_date:sqlstring}
  and s.user_id = ${user:sqlstring}
  and s.reference = ${reference:sqlstring}
  and s."system" = ${system:sqlstring}
order by coalesce(s.system_rank, 1000000), s.reference_rank
