-- purpose: what users did in the last days of the log, for lengths that a test may have: what its size follows from
-- grain:   days, metric
-- The sums are those of arm_sums.sql; a user counts who saw a list or, of watch_minutes_per_user, was active in those days.

with
span as (
  select min(event_date) as first_on, max(event_date) as last_on
  from interactions
),

lengths as (
  select d.days, date_sub(s.last_on, d.days) as after_on
  from span as s
  cross join lateral explode(array(7, 14, 28, 42, 56, 84)) as d(days)
  where datediff(s.last_on, s.first_on) + 1 >= d.days
),

shown as (
  select
    k.days,
    l.user_id,
    sum(l.impression_count) as d,
    sum(l.click_count) as clicks,
    sum(l.watch_seconds) as seconds,
    sum(l.completion_count) as completions,
    sum(l.like_count) as likes
  from lengths as k
  inner join list_impressions as l on l.shown_on > k.after_on
  group by k.days, l.user_id
),

user_values as (
  select
    s.days,
    m.metric,
    s.d,
    case
      when m.metric = 'click_through_rate' then s.clicks
      when m.metric = 'watch_minutes_per_impression' then s.seconds
      when m.metric = 'completions_per_impression' then s.completions
      else s.likes
    end as n
  from shown as s
  cross join lateral explode(
    array('click_through_rate', 'watch_minutes_per_impression', 'completions_per_impression', 'likes_per_impression')
  ) as m(metric)
  union all
  select k.days, 'watch_minutes_per_user', 1, sum(case when i.event_type = 'watch' then coalesce(i.watch_seconds, 0) else 0 end)
  from lengths as k
  inner join interactions as i on i.event_date > k.after_on
  group by k.days, i.user_id
)

select
  cast(days as int) as days,
  cast(metric as string) as metric,
  cast(count(*) as bigint) as users,
  cast(sum(n) as bigint) as n,
  cast(sum(d) as bigint) as d,
  cast(sum(n * n) as bigint) as nn,
  cast(sum(n * d) as bigint) as nd,
  cast(sum(d * d) as bigint) as dd
from user_values
group by days, metric
order by metric, days
