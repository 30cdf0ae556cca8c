-- purpose: the catalogue
-- grain:   item_id
-- An item without a title is shown by its id. Its category is the first of item_categories.

select
  cast(item_id as string) as item_id,
  cast(content_type as string) as content_type,
  cast(coalesce(title, item_id) as string) as title,
  cast(format as string) as format,
  cast(split_part(category, chr(31), 1) as string) as category,
  cast(language as string) as language,
  cast(duration_seconds as bigint) as duration_seconds,
  cast(published_on as date) as published_on,
  cast(is_available as boolean) as is_available
from item_rows
where copy_number = 1
