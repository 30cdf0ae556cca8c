-- purpose: the most popular items
-- grain:   item

select
  cast(i.title as string) as title,
  cast(i.content_type as string) as content_type,
  cast(cast(p.score as double) / 1e6 as double) as points,
  cast(p.user_count as bigint) as users
from item_popularity as p
inner join items as i on i.item_id = p.item_id
where p.segment = 'all' and p.rank <= 12
order by p.rank
