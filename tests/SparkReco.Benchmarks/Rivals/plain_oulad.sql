-- purpose: interactions, engagement and popularity of OULAD, as plain.sql makes them of a generated company
-- grain:   those of the tables of these names
-- Reads the folder that it is run in; writes Parquet into its folder plain. The memory is the product's own limit.

set memory_limit = '1400MB';
set temp_directory = 'plain/scratch';
set preserve_insertion_order = false;
set variable run_date = date '2015-03-01';

create view events as
select
  cast(cast(e.id_student as bigint) as varchar) as user_id,
  cast(cast(e.id_site as bigint) as varchar) as item_id,
  'click' as event_type,
  case e.code_presentation
    when '2013B' then date '2013-02-01'
    when '2013J' then date '2013-10-01'
    when '2014B' then date '2014-02-01'
    else date '2014-10-01'
  end + cast(e.date as int) as event_date,
  cast(e.sum_click as bigint) as event_count
from read_parquet('data/studentVle_ds/**/*.parquet', hive_partitioning = true) as e;

copy (
  select distinct on (user_id) cast(cast(id_student as bigint) as varchar) as user_id, region as country
  from 'data/studentInfo.parquet'
) to 'plain/users.parquet' (format parquet, compression snappy);

copy (
  select distinct on (item_id)
    cast(cast(id_site as bigint) as varchar) as item_id,
    activity_type,
    code_module || ' ' || code_presentation as category
  from 'data/vle.parquet'
) to 'plain/items.parquet' (format parquet, compression snappy);

copy (
  select
    e.user_id,
    e.item_id,
    e.event_type,
    epoch_ms(e.event_date) as occurred_at_ms,
    e.event_date,
    e.event_count,
    cast(null as bigint) as watch_seconds
  from events as e
  inner join 'plain/users.parquet' as u on u.user_id = e.user_id
  inner join 'plain/items.parquet' as i on i.item_id = e.item_id
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
    sum(event_count) filter (where event_type = 'click') as click_count,
    sum(event_count) filter (where event_type = 'like') as like_count,
    sum(event_count) filter (where event_type = 'complete') as completion_count,
    coalesce(sum(watch_seconds), 0) as watch_seconds
  from 'plain/interactions.parquet'
  where event_date < getvariable('run_date') and event_type <> 'impression'
  group by user_id, item_id, event_date
),

scored as (
  select
    *,
    least(60, click_count + 5 * coalesce(like_count, 0) + 10 * coalesce(completion_count, 0) + watch_seconds // 60)
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
