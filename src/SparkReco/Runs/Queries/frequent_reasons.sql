-- purpose: the most frequent reasons of rejected rows, each with the first row that has it
-- grain:   reason
-- An event of an unknown user is often the consequence of a user that was rejected: causes come first.

with
placed as (
  select
    reason,
    value,
    concat(source, coalesce(':' || cast(line as string), '')) as place,
    concat(source, lpad(cast(coalesce(line, 0) as string), 19, '0')) as place_in_order
  from rejected_rows
  where line is not null or raw <> ''
),

reasons as (
  select
    reason,
    count(*) as row_count,
    min_by(place, place_in_order) as example,
    min_by(coalesce(value, ''), place_in_order) as value,
    case when reason in ('user_id is not in users', 'item_id is not in items') then 1 else 0 end as is_consequence
  from placed
  group by reason
)

select
  cast(reason as string) as reason,
  cast(row_count as bigint) as rows,
  cast(example as string) as example,
  cast(value as string) as value,
  cast(count(*) over () as bigint) as reasons
from reasons
order by is_consequence, row_count desc, reason
limit 5
