-- purpose: the suspects of known users and items, told apart: which is a copy of another, and what each event is called
-- grain:   one row of an input file
-- Rows of one event id are one event: its earliest row is kept. A row without an id is named by its whole content; one that repeats
-- another exactly is a copy, or with :keep_repeats an event of its own with a number in front. Lengths and capitals keep the names of
-- different events apart, whatever characters their ids have.

with
named as (
  select
    e.row_hash,
    e.event_id is null as is_nameless,
    coalesce(e.event_id, concat_ws(
      ':', length(e.user_id), e.user_id, e.occurred_at_ms, e.event_count, 'W' || cast(e.watch_seconds as string),
      'P' || cast(e.position as string), 'S' || cast(length(e.source) as string) || ':' || e.source, e.event_type, e.item_id
    )) as event_name,
    case
      when e.event_id is not null then concat_ws(
        ':', length(e.user_id), e.user_id, e.event_count, 'W' || cast(e.watch_seconds as string),
        'P' || cast(e.position as string), 'S' || cast(length(e.source) as string) || ':' || e.source, e.event_type, e.item_id
      )
    end as content,
    e.user_id,
    e.item_id,
    e.event_type,
    e.occurred_at_ms,
    e.event_count,
    e.watch_seconds,
    e.source,
    e.position,
    e.file_number,
    e.line
  from raw_events as e
  inner join users as u on u.user_id = e.user_id
  inner join items as i on i.item_id = e.item_id
  where exists (select 1 as found from raw_suspects as s where s.row_hash = e.row_hash)
),

numbered as (
  select
    is_nameless,
    event_name,
    user_id,
    item_id,
    event_type,
    occurred_at_ms,
    event_count,
    watch_seconds,
    source,
    position,
    file_number,
    row_number() over (
      partition by row_hash, event_name
      order by is_nameless, occurred_at_ms, content, file_number, line
    ) as copy_number
  from named
)

select
  cast(case
    when copy_number = 1 then event_name
    else concat_ws('#', copy_number, event_name)
  end as string) as event_id,
  cast(user_id as string) as user_id,
  cast(item_id as string) as item_id,
  cast(event_type as string) as event_type,
  cast(occurred_at_ms as bigint) as occurred_at_ms,
  cast(event_count as bigint) as event_count,
  cast(watch_seconds as bigint) as watch_seconds,
  cast(source as string) as source,
  cast(position as int) as position,
  cast(file_number as int) as file_number,
  cast(copy_number > 1 and not (is_nameless and :keep_repeats) as boolean) as is_duplicate
from numbered
