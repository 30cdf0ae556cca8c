-- purpose: for each pair of sources and day, how many users saw one of them or both: all that finding an experiment needs
-- grain:   first_source, second_source, day
-- Days after the last one on which both were shown do not count, if there is one: what is shown to all then is no part of a test. A source
-- that less than one in a hundred of the day's users saw was not shown. The last_ columns count users by the last day on which they saw
-- either source (last_count), by the last day on which they had still both before them (last_both_count), and by the last day from which
-- on they can be seen to have both: the day before their last one, or that of last_both_count (last_return_count).

with
members as (
  select a.source as first_source, b.source as second_source, s.source
  from shown_sources as a
  inner join shown_sources as b on a.source < b.source
  cross join lateral explode(array(a.source, b.source)) as s(source)
),

user_days as (
  select m.first_source, m.second_source, l.user_id, l.shown_on, count(distinct l.source) as source_count, min(l.source) as least_source
  from members as m
  inner join list_impressions as l on l.source = m.source
  group by m.first_source, m.second_source, l.user_id, l.shown_on
),

days as (
  select
    first_source,
    second_source,
    shown_on,
    count(*) as user_count,
    count_if(source_count = 2) as both_count,
    count_if(least_source = first_source) as first_count,
    count_if(source_count = 2 or least_source = second_source) as second_count
  from user_days
  group by first_source, second_source, shown_on
),

spans as (
  select
    first_source,
    second_source,
    coalesce(max(case when least(first_count, second_count) * 100 >= user_count then shown_on end), max(shown_on)) as last_on
  from days
  group by first_source, second_source
),

spanned as (
  select d.first_source, d.second_source, d.user_id, d.shown_on, d.source_count, d.least_source
  from user_days as d
  inner join spans as s on s.first_source = d.first_source and s.second_source = d.second_source
  where d.shown_on <= s.last_on
),

recent as (
  select
    first_source,
    second_source,
    user_id,
    max(shown_on) as last_on,
    max(case when source_count = 2 or least_source = first_source then shown_on end) as last_first_on,
    max(case when source_count = 2 or least_source = second_source then shown_on end) as last_second_on
  from spanned
  group by first_source, second_source, user_id
),

returns as (
  select d.first_source, d.second_source, d.user_id, max(d.shown_on) as last_before_on
  from spanned as d
  inner join recent as r
    on r.first_source = d.first_source and r.second_source = d.second_source and r.user_id = d.user_id and d.shown_on < r.last_on
  group by d.first_source, d.second_source, d.user_id
),

last_days as (
  select
    r.first_source,
    r.second_source,
    r.last_on,
    case
      when r.last_first_on is not null and r.last_second_on is not null then least(r.last_first_on, r.last_second_on)
    end as last_both_on,
    b.last_before_on
  from recent as r
  left join returns as b on b.first_source = r.first_source and b.second_source = r.second_source and b.user_id = r.user_id
),

counts as (
  select
    d.first_source,
    d.second_source,
    d.shown_on as day,
    d.user_count,
    d.both_count,
    d.first_count,
    d.second_count,
    0 as last_count,
    0 as last_both_count,
    0 as last_return_count
  from days as d
  inner join spans as s on s.first_source = d.first_source and s.second_source = d.second_source
  where d.shown_on <= s.last_on
  union all
  select first_source, second_source, last_on, 0, 0, 0, 0, count(*), 0, 0
  from last_days
  group by first_source, second_source, last_on
  union all
  select first_source, second_source, last_both_on, 0, 0, 0, 0, 0, count(*), 0
  from last_days
  where last_both_on is not null
  group by first_source, second_source, last_both_on
  union all
  select first_source, second_source, greatest(last_both_on, last_before_on), 0, 0, 0, 0, 0, 0, count(*)
  from last_days
  where last_both_on is not null or last_before_on is not null
  group by first_source, second_source, greatest(last_both_on, last_before_on)
)

select
  cast(first_source as string) as first_source,
  cast(second_source as string) as second_source,
  cast(day as date) as day,
  cast(sum(user_count) as bigint) as user_count,
  cast(sum(both_count) as bigint) as both_count,
  cast(sum(first_count) as bigint) as first_count,
  cast(sum(second_count) as bigint) as second_count,
  cast(sum(last_count) as bigint) as last_count,
  cast(sum(last_both_count) as bigint) as last_both_count,
  cast(sum(last_return_count) as bigint) as last_return_count
from counts
group by first_source, second_source, day
