-- purpose: the items that may be recommended on the run date: available, and published before it
-- grain:   item_id

select
  cast(item_id as string) as item_id,
  cast(content_type as string) as content_type,
  cast(published_on as date) as published_on
from items
where is_available and (published_on is null or published_on < :run_date)
