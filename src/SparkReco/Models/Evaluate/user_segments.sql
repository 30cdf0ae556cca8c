-- purpose: the segments that each eligible user belongs to, and the user's hash bucket
-- grain:   user_id, segment
-- Buckets make intervals cheap: users are summed into 1,024 buckets, and the bootstrap resamples buckets. Of a property with many values
-- the eight most frequent count by themselves, each with one user of a hundred at least, and the others together. A property with one
-- value tells nothing.

with
eligible as (
  select
    user_id,
    tier,
    plan,
    country,
    datediff(:run_date, last_active_on) as idle_days,
    pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024) as bucket
  from users
  where is_eligible
),

history_sizes as (
  select user_id, count(*) as item_count
  from consumed
  group by user_id
),

favourites as (
  select
    user_id,
    dimension,
    value,
    row_number() over (partition by user_id, dimension order by weight desc, value) as place
  from user_preferences
),

properties as (
  select user_id, bucket, 'tier' as property, tier as value from eligible
  union all
  select user_id, bucket, 'plan' as property, plan as value from eligible
  union all
  select user_id, bucket, 'country' as property, country as value from eligible
  union all
  select
    user_id,
    bucket,
    'activity' as property,
    case
      when idle_days <= 1 then 'yesterday'
      when idle_days <= 7 then 'last_week'
      when idle_days <= 30 then 'last_month'
      else 'before'
    end as value
  from eligible
  union all
  select
    u.user_id,
    u.bucket,
    'history' as property,
    case
      when h.item_count is null then 'none'
      when h.item_count < 10 then '1-9'
      when h.item_count < 50 then '10-49'
      else '50+'
    end as value
  from eligible as u
  left join history_sizes as h on h.user_id = u.user_id
  union all
  select
    u.user_id,
    u.bucket,
    case when f.dimension = 'category' then 'favourite_category' else 'favourite_type' end as property,
    f.value
  from eligible as u
  inner join favourites as f on f.user_id = u.user_id and f.place = 1
),

frequencies as (
  select
    property,
    value,
    count(*) as user_count,
    row_number() over (partition by property order by count(*) desc, value) as place,
    count(*) over (partition by property) as value_count,
    sum(count(*)) over (partition by property) as property_user_count
  from properties
  where value is not null
  group by property, value
),

named as (
  select
    property,
    value,
    case
      when property in ('tier', 'history', 'activity') then value
      when place <= 8 and user_count * 100 >= property_user_count then value
      else 'other'
    end as name
  from frequencies
  where value_count > 1 or property in ('tier', 'history')
),

segments as (
  select user_id, bucket, 'all' as segment from eligible
  union all
  select p.user_id, p.bucket, p.property || '=' || n.name as segment
  from properties as p
  inner join named as n on n.property = p.property and n.value = p.value
)

select
  cast(user_id as string) as user_id,
  cast(segment as string) as segment,
  cast(bucket as int) as bucket
from segments
