-- purpose: how many histories each item stands in
-- grain:   item_number

select
  cast(item_number as int) as item_number,
  cast(count(*) as bigint) as degree
from user_histories
group by item_number
