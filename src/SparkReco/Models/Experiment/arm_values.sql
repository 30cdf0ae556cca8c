-- purpose: each user's metrics in each experiment, as what is divided and what it is divided by
-- grain:   control, treatment, user_id, metric
-- Of a test n / d is the metric in the test, and x / y the same in the 28 days before it, whatever was shown then. Of a comparison within
-- users n / d is the treatment's, x / y the control's. Times are in seconds.

with
shown as (
  select
    m.control,
    m.treatment,
    m.user_id,
    m.arm,
    case
      when m.arm = 'both' and l.source = m.control then 'x'
      when l.source in (m.control, m.treatment) and l.shown_on >= e.first_on then 'n'
      when l.shown_on < e.first_on and l.shown_on >= e.before_on and m.arm <> 'both' then 'x'
    end as part,
    l.impression_count,
    l.click_count,
    l.completion_count,
    l.like_count,
    l.watch_seconds
  from arm_members as m
  inner join experiments as e on e.control = m.control and e.treatment = m.treatment
  inner join list_impressions as l on l.user_id = m.user_id
  where l.shown_on <= e.last_on and (m.arm <> 'both' or l.shown_on >= e.first_on)
),

per_impression as (
  select
    s.control,
    s.treatment,
    s.user_id,
    s.arm,
    n.metric,
    s.part,
    s.impression_count as below,
    case
      when n.metric = 'click_through_rate' then s.click_count
      when n.metric = 'watch_minutes_per_impression' then s.watch_seconds
      when n.metric = 'completions_per_impression' then s.completion_count
      else s.like_count
    end as above
  from shown as s
  cross join lateral explode(
    array('click_through_rate', 'watch_minutes_per_impression', 'completions_per_impression', 'likes_per_impression')
  ) as n(metric)
  where s.part is not null
),

watched as (
  select
    m.control,
    m.treatment,
    m.user_id,
    sum(case when i.event_date >= e.first_on then i.watch_seconds else 0 end) as n,
    sum(case when i.event_date < e.first_on then i.watch_seconds else 0 end) as x
  from arm_members as m
  inner join experiments as e on e.control = m.control and e.treatment = m.treatment
  inner join interactions as i on i.user_id = m.user_id
  where not e.is_paired and i.event_type = 'watch' and i.event_date >= e.before_on and i.event_date <= e.last_on
  group by m.control, m.treatment, m.user_id
),

all_values as (
  select
    control,
    treatment,
    user_id,
    metric,
    sum(case when part = 'n' then above else 0 end) as n,
    sum(case when part = 'n' then below else 0 end) as d,
    sum(case when part = 'x' then above else 0 end) as x,
    sum(case when part = 'x' then below else 0 end) as y
  from per_impression
  group by control, treatment, user_id, metric
  union all
  select m.control, m.treatment, m.user_id, 'watch_minutes_per_user', coalesce(w.n, 0), 1, coalesce(w.x, 0), 1
  from arm_members as m
  left join watched as w on w.control = m.control and w.treatment = m.treatment and w.user_id = m.user_id
  where m.arm <> 'both'
)

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(user_id as string) as user_id,
  cast(metric as string) as metric,
  cast(n as bigint) as n,
  cast(d as bigint) as d,
  cast(x as bigint) as x,
  cast(y as bigint) as y
from all_values
