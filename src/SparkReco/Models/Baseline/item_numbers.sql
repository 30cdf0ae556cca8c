-- purpose: a number for each item with engagement, which joins faster than the id
-- grain:   item_id

with
engaged as (
  select distinct item_id from engagement
)

select
  cast(item_id as string) as item_id,
  cast(row_number() over (order by item_id) as int) as item_number
from engaged
