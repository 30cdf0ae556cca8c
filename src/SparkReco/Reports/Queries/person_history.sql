-- purpose: what a user did before the run date, the latest first
-- grain:   item

select
  cast(e.item_id as string) as item_id,
  cast(i.title as string) as title,
  cast(i.content_type as string) as content_type,
  cast(cast(e.score as double) / 1e6 as double) as points,
  cast(cast(e.last_on as string) as string) as last_on
from engagement as e
inner join items as i on i.item_id = e.item_id
where e.user_id = :user_id
order by e.last_on desc, e.score desc, e.item_id
