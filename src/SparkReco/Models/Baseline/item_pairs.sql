-- purpose: how often an item follows another one in the users' histories, or, both ways, stands in one history with it
-- grain:   item_number, neighbor_number
-- dot is the sum over the users of the user's weight times the recency of the neighbour's last use, in parts per thousand millions; support
-- is the number of users. The other ones are for the ranker: forward where the baseline's pairs go both ways, else both ways.

with
weighted as (
  select
    h.user_number,
    h.item_number,
    h.last_at_ms,
    cast(floor(w.user_weight * h.recency / 1e3) as bigint) as weight
  from user_histories as h
  inner join count_weights as w on w.item_count = h.item_count
),

met as (
  select
    x.item_number,
    y.item_number as neighbor_number,
    y.weight,
    y.last_at_ms > x.last_at_ms or :both_ways as is_pair,
    :is_ranked and (y.last_at_ms > x.last_at_ms or not :both_ways) as is_other
  from weighted as x
  inner join weighted as y on y.user_number = x.user_number and y.item_number <> x.item_number
)

select
  cast(item_number as int) as item_number,
  cast(neighbor_number as int) as neighbor_number,
  cast(sum(case when is_pair then weight else 0 end) as bigint) as dot,
  cast(count(case when is_pair then 1 end) as bigint) as support,
  cast(sum(case when is_other then weight else 0 end) as bigint) as other_dot,
  cast(count(case when is_other then 1 end) as bigint) as other_support
from met
where is_pair or is_other
group by item_number, neighbor_number
having count(case when is_pair then 1 end) >= :min_support or count(case when is_other then 1 end) >= :min_support
