-- purpose: how often an item follows another one in the users' histories, or, both ways, stands in one history with it
-- grain:   item_number, neighbor_number
-- dot is the sum over the users of the user's weight times the recency of the neighbour's last use, in parts per thousand millions; support
-- is the number of users.

with
weighted as (
  select
    h.user_number,
    h.item_number,
    h.last_at_ms,
    cast(floor(w.user_weight * h.recency / 1e3) as bigint) as weight
  from user_histories as h
  inner join count_weights as w on w.item_count = h.item_count
)

select
  cast(x.item_number as int) as item_number,
  cast(y.item_number as int) as neighbor_number,
  cast(sum(y.weight) as bigint) as dot,
  cast(count(*) as bigint) as support
from weighted as x
inner join weighted as y on y.user_number = x.user_number
where y.last_at_ms > x.last_at_ms or (:both_ways and y.item_number <> x.item_number)
group by x.item_number, y.item_number
having count(*) >= :min_support
