-- purpose: what the estimates of an experiment are made of: sums over users of what they did, and of its squares and products
-- grain:   control, treatment, segment, metric, arm
-- n, d, x and y are those of arm_values.sql; nx is the sum of n times x. Whole numbers, so that all engines have the same: they have room
-- for a hundred million users who watch 80 hours each.

select
  cast(v.control as string) as control,
  cast(v.treatment as string) as treatment,
  cast(s.segment as string) as segment,
  cast(v.metric as string) as metric,
  cast(m.arm as string) as arm,
  cast(count(*) as bigint) as user_count,
  cast(sum(v.n) as bigint) as n,
  cast(sum(v.d) as bigint) as d,
  cast(sum(v.x) as bigint) as x,
  cast(sum(v.y) as bigint) as y,
  cast(sum(v.n * v.n) as bigint) as nn,
  cast(sum(v.n * v.d) as bigint) as nd,
  cast(sum(v.n * v.x) as bigint) as nx,
  cast(sum(v.n * v.y) as bigint) as ny,
  cast(sum(v.d * v.d) as bigint) as dd,
  cast(sum(v.d * v.x) as bigint) as dx,
  cast(sum(v.d * v.y) as bigint) as dy,
  cast(sum(v.x * v.x) as bigint) as xx,
  cast(sum(v.x * v.y) as bigint) as xy,
  cast(sum(v.y * v.y) as bigint) as yy
from arm_values as v
inner join arm_members as m on m.control = v.control and m.treatment = v.treatment and m.user_id = v.user_id
inner join arm_segments as s on s.control = v.control and s.treatment = v.treatment and s.user_id = v.user_id
group by v.control, v.treatment, s.segment, v.metric, m.arm
