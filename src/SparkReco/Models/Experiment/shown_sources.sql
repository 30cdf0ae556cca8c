-- purpose: the sources that are compared: the six that most users saw
-- grain:   source

with
user_counts as (
  select source, count(distinct user_id) as user_count
  from list_impressions
  group by source
),

ranked as (
  select
    source,
    user_count,
    row_number() over (order by user_count desc, source) as place,
    count(*) over () as source_count
  from user_counts
)

select
  cast(source as string) as source,
  cast(user_count as bigint) as user_count,
  cast(source_count as bigint) as source_count
from ranked
where place <= 6
