-- purpose: the user who weighs most in each arm: by what is divided (n), and by what it is divided by (d)
-- grain:   control, treatment, metric, arm, part

with
ranked as (
  select
    v.control,
    v.treatment,
    v.metric,
    m.arm,
    p.part,
    v.user_id,
    v.n,
    v.d,
    v.x,
    v.y,
    row_number() over (
      partition by v.control, v.treatment, v.metric, m.arm, p.part
      order by case when p.part = 'n' then v.n else v.d end desc, v.user_id
    ) as place
  from arm_values as v
  inner join arm_members as m on m.control = v.control and m.treatment = v.treatment and m.user_id = v.user_id
  cross join lateral explode(array('n', 'd')) as p(part)
  where m.arm = 'both' or not m.is_mixed
)

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(metric as string) as metric,
  cast(arm as string) as arm,
  cast(part as string) as part,
  cast(user_id as string) as user_id,
  cast(n as bigint) as n,
  cast(d as bigint) as d,
  cast(x as bigint) as x,
  cast(y as bigint) as y
from ranked
where place = 1
