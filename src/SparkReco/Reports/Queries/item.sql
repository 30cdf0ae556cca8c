-- purpose: what an item is
-- grain:   one row, or none where there is no such item

with
categories as (
  select
    array_join(
      transform(array_sort(collect_list(named_struct('place', position, 'name', category))), c -> c.name),
      ', '
    ) as names
  from item_categories
  where item_id = :item_id
)

select
  cast(i.title as string) as title,
  cast(i.content_type as string) as content_type,
  cast(case when c.names = '' then 'no category' else c.names end as string) as category,
  cast(coalesce(cast(i.published_on as string), 'unknown') as string) as published_on,
  cast(i.is_available as boolean) as is_available
from items as i
cross join categories as c
where i.item_id = :item_id
