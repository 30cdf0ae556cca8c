-- purpose: what somebody who looked at a test from week to week would have seen of it so far
-- grain:   control, treatment, metric, arm, look_on
-- The sums are those of arm_sums.sql, up to the day of the look.

with
looks as (
  select e.control, e.treatment, e.first_on, date_add(e.first_on, (s.number + 1) * e.look_days - 1) as look_on
  from experiments as e
  cross join lateral explode(sequence(0, 11)) as s(number)
  where not e.is_paired and date_add(e.first_on, (s.number + 1) * e.look_days - 1) <= e.last_on
),

so_far as (
  select
    k.control,
    k.treatment,
    k.look_on,
    m.arm,
    m.user_id,
    sum(l.impression_count) as d,
    sum(l.click_count) as clicks,
    sum(l.watch_seconds) as seconds,
    sum(l.completion_count) as completions,
    sum(l.like_count) as likes
  from looks as k
  inner join arm_members as m on m.control = k.control and m.treatment = k.treatment
  inner join list_impressions as l on l.user_id = m.user_id
  where not m.is_mixed and l.source in (k.control, k.treatment) and l.shown_on >= k.first_on and l.shown_on <= k.look_on
  group by k.control, k.treatment, k.look_on, m.arm, m.user_id
),

user_values as (
  select
    s.control,
    s.treatment,
    s.look_on,
    s.arm,
    n.metric,
    s.d,
    case
      when n.metric = 'click_through_rate' then s.clicks
      when n.metric = 'watch_minutes_per_impression' then s.seconds
      when n.metric = 'completions_per_impression' then s.completions
      else s.likes
    end as n
  from so_far as s
  cross join lateral explode(
    array('click_through_rate', 'watch_minutes_per_impression', 'completions_per_impression', 'likes_per_impression')
  ) as n(metric)
)

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(metric as string) as metric,
  cast(arm as string) as arm,
  cast(look_on as date) as look_on,
  cast(count(*) as bigint) as user_count,
  cast(sum(n) as bigint) as n,
  cast(sum(d) as bigint) as d,
  cast(sum(n * n) as bigint) as nn,
  cast(sum(n * d) as bigint) as nd,
  cast(sum(d * d) as bigint) as dd
from user_values
group by control, treatment, metric, arm, look_on
