-- purpose: interactions, engagement and popularity as somebody would write them in DuckDB: nothing is typed, numbered, told apart or checked
-- grain:   those of the tables of these names
-- Reads the folder that it is run in; writes Parquet into its folder plain. The memory is the product's own limit.

set memory_limit = '1400MB';
set temp_directory = 'plain/scratch';
set preserve_insertion_order = false;
set variable run_date = date '2026-09-01';

create view events as
select
  e.*,
  cast(make_timestamp_ms(e.occurred_at) as date) as event_date
from 'events/*.parquet' as e
inner join 'users.parquet' as u on u.user_id = e.user_id
inner join 'items.parquet' as i on i.item_id = e.item_id;

copy (
  select event_id, user_id, item_id, event_type, occurred_at as occurred_at_ms, event_date, watch_seconds
  from events
) to 'plain/interactions.parquet' (format parquet, compression snappy);

create table engagement as
with
daily as (
  select
    user_id,
    item_id,
    event_date,
    min(occurred_at_ms) as first_at_ms,
    max(occurred_at_ms) as last_at_ms,
    count(*) filter (where event_type = 'click') as click_count,
    count(*) filter (where event_type = 'like') as like_count,
    count(*) filter (where event_type = 'complete') as completion_count,
    coalesce(sum(watch_seconds), 0) as watch_seconds
  from 'plain/interactions.parquet'
  where event_date < getvariable('run_date') and event_type <> 'impression'
  group by user_id, item_id, event_date
),

scored as (
  select
    *,
    least(60, click_count + 5 * like_count + 10 * completion_count + watch_seconds // 60)
    * pow(2, -(getvariable('run_date') - event_date) / 30) as points
  from daily
)

select
  user_id,
  item_id,
  sum(points) as score,
  sum(click_count) as click_count,
  sum(like_count) as like_count,
  sum(completion_count) as completion_count,
  sum(watch_seconds) as watch_seconds,
  min(first_at_ms) as first_at_ms,
  max(last_at_ms) as last_at_ms
from scored
group by user_id, item_id;

copy engagement to 'plain/engagement.parquet' (format parquet, compression snappy);

copy (
  select item_id, sum(pow(2, -(epoch_ms(getvariable('run_date')) - last_at_ms) / 86400000)) as score, count(*) as user_count
  from engagement
  group by item_id
  order by score desc
) to 'plain/popularity.parquet' (format parquet, compression snappy);
