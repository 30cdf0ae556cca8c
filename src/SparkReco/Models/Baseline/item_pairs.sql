-- purpose: how often two items stand in one history
-- grain:   first_number, second_number (first < second)
-- dot is the sum of the users' weights in parts per million, support the number of users.

with
weighted as (
  select h.user_number, h.item_number, w.user_weight
  from user_histories as h
  inner join count_weights as w on w.item_count = h.item_count
)

select
  cast(x.item_number as int) as first_number,
  cast(y.item_number as int) as second_number,
  cast(sum(x.user_weight) as bigint) as dot,
  cast(count(*) as bigint) as support
from weighted as x
inner join weighted as y on y.user_number = x.user_number and x.item_number < y.item_number
group by x.item_number, y.item_number
having count(*) >= :min_support
