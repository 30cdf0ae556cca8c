-- purpose: the places of all lists that came from outside, as they were delivered
-- grain:   system, source, line, position
-- The service writes a user's list on one line. Others come as a row for each place, in the order of their ranks or, without any, of the
-- rows; a row without a rank in a list that has ranks, and a second row for a rank, stand behind with what is wrong with them.

with
own as (
  select
    l.system,
    f.path as source,
    l.line,
    l.user_id,
    l.item_id,
    l.rank,
    max(l.rank) over (partition by l.system, l.user_id) as last_rank,
    row_number() over (partition by l.system, l.user_id, l.rank order by f.path, l.line, l.item_id) as place_number
  from raw_lists as l
  inner join raw_files as f on f.raw_table = 'raw_lists' and f.file_number = l.file_number
),

flawed as (
  select
    system,
    source,
    line,
    user_id,
    item_id,
    rank,
    case
      when rank is null and last_rank is not null then 'the rank is missing'
      when rank is not null and place_number > 1 then 'another item has the rank'
    end as flaw
  from own
),

ordered as (
  select
    system,
    source,
    line,
    user_id,
    row_number() over (
      partition by system, user_id
      order by case when flaw is null then 0 else 1 end, coalesce(rank, 0), source, line, item_id
    ) as position,
    item_id,
    flaw
  from flawed
),

places as (
  select
    'personalize' as system,
    source,
    line,
    user_id,
    position,
    item_id,
    score,
    cast(null as string) as flaw
  from service_lists
  union all
  select system, source, line, user_id, position, item_id, cast(null as double) as score, flaw from ordered
)

select
  cast(system as string) as system,
  cast(source as string) as source,
  cast(line as bigint) as line,
  cast(user_id as string) as user_id,
  cast(position as int) as position,
  cast(item_id as string) as item_id,
  cast(score as double) as score,
  cast(flaw as string) as flaw
from places
