-- purpose: raw items, with the copies of each item put in order
-- grain:   one row of an input file
-- The first of an item's rows is kept: an available one, then the one published last. The order ends with the row's whole content,
-- so that the choice does not depend on the order of the files. A conflict differs from the copy before it.

with
placed as (
  select
    item_id,
    content_type,
    title,
    format,
    category,
    language,
    duration_seconds,
    published_on,
    is_available,
    file_number,
    row_number() over (
      partition by item_id
      order by
        is_available desc, published_on desc nulls last, title nulls last, content_type,
        format nulls last, category nulls last, language nulls last, duration_seconds nulls last, file_number, line
    ) as copy_number,
    rank() over (
      partition by item_id
      order by
        is_available desc, published_on desc nulls last, title nulls last, content_type,
        format nulls last, category nulls last, language nulls last, duration_seconds nulls last
    ) as first_number
  from raw_items
)

select
  cast(item_id as string) as item_id,
  cast(content_type as string) as content_type,
  cast(title as string) as title,
  cast(format as string) as format,
  cast(category as string) as category,
  cast(language as string) as language,
  cast(duration_seconds as bigint) as duration_seconds,
  cast(published_on as date) as published_on,
  cast(is_available as boolean) as is_available,
  cast(file_number as int) as file_number,
  cast(copy_number as int) as copy_number,
  cast(copy_number > 1 and copy_number = first_number as boolean) as is_conflict
from placed
