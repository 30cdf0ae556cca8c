-- purpose: all categories of each item, in their order
-- grain:   item_id, category
-- The first is the item's category in items. Raw rows have U+001F between several.

with
counted as (
  select item_id, category, length(category) - length(replace(category, chr(31), '')) + 1 as category_count
  from item_rows
  where copy_number = 1
),

several as (
  select item_id, category, category_count
  from counted
  where category_count > 1
),

listed as (
  select item_id, category, 1 as position
  from items
  where category is not null
  union all
  select s.item_id, split_part(s.category, chr(31), cast(p.position as int)) as category, p.position
  from several as s
  cross join lateral explode(sequence(2, s.category_count)) as p(position)
)

select
  cast(item_id as string) as item_id,
  cast(category as string) as category,
  cast(position as int) as position
from listed
