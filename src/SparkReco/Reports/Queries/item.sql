-- purpose: what an item is
-- grain:   one row, or none where there is no such item

select
  cast(title as string) as title,
  cast(content_type as string) as content_type,
  cast(coalesce(category, 'no category') as string) as category,
  cast(coalesce(cast(published_on as string), 'unknown') as string) as published_on,
  cast(is_available as boolean) as is_available
from items
where item_id = :item_id
