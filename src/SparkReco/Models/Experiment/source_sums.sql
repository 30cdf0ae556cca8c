-- purpose: what people did with the lists they were shown, summed over users
-- grain:   source, segment, metric
-- Where there is a test, from its first day on; else over the whole log. The sums are those of arm_sums.sql.

with
tests as (
  select min(first_on) as first_on
  from experiments
  where kind = 'ab_test'
),

shown as (
  select
    l.source,
    l.user_id,
    array(
      'all',
      case
        when l.position is null then 'position=unknown'
        when l.position > 10 then 'position=11+'
        else 'position=' || cast(l.position as string)
      end,
      'week=' || cast(cast(date_trunc('week', l.shown_on) as date) as string),
      'tier=' || u.tier
    ) as segments,
    l.impression_count,
    l.click_count,
    l.completion_count,
    l.like_count,
    l.watch_seconds
  from list_impressions as l
  semi join shown_sources as s on s.source = l.source
  inner join users as u on u.user_id = l.user_id
  cross join tests as t
  where t.first_on is null or l.shown_on >= t.first_on
),

per_user as (
  select
    w.source,
    s.segment,
    w.user_id,
    sum(w.impression_count) as d,
    sum(w.click_count) as clicks,
    sum(w.watch_seconds) as seconds,
    sum(w.completion_count) as completions,
    sum(w.like_count) as likes
  from shown as w
  cross join lateral explode(w.segments) as s(segment)
  group by w.source, s.segment, w.user_id
),

user_values as (
  select
    p.source,
    p.segment,
    n.metric,
    p.d,
    case
      when n.metric = 'click_through_rate' then p.clicks
      when n.metric = 'watch_minutes_per_impression' then p.seconds
      when n.metric = 'completions_per_impression' then p.completions
      else p.likes
    end as n
  from per_user as p
  cross join lateral explode(
    array('click_through_rate', 'watch_minutes_per_impression', 'completions_per_impression', 'likes_per_impression')
  ) as n(metric)
)

select
  cast(source as string) as source,
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(count(*) as bigint) as user_count,
  cast(sum(n) as bigint) as n,
  cast(sum(d) as bigint) as d,
  cast(sum(n * n) as bigint) as nn,
  cast(sum(n * d) as bigint) as nd,
  cast(sum(d * d) as bigint) as dd
from user_values
group by source, segment, metric
