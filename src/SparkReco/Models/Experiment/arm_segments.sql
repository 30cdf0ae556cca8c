-- purpose: the segments of an experiment that each of its users belongs to, by what was so before it began
-- grain:   control, treatment, user_id, segment
-- Users who saw both sources of a test are in "everybody" alone.

with
had as (
  select m.control, m.treatment, m.user_id, count(distinct i.item_id) as item_count
  from arm_members as m
  inner join experiments as e on e.control = m.control and e.treatment = m.treatment
  inner join interactions as i on i.user_id = m.user_id
  where i.event_type <> 'impression' and i.event_date < e.first_on
  group by m.control, m.treatment, m.user_id
),

described as (
  select
    m.control,
    m.treatment,
    m.user_id,
    m.arm <> 'both' and m.is_mixed as is_left_out,
    'tier=' || u.tier as tier,
    case
      when h.item_count is null then 'history=none'
      when h.item_count < 10 then 'history=1-9'
      when h.item_count < 50 then 'history=10-49'
      else 'history=50+'
    end as history,
    'joined=' || cast(cast(date_trunc('week', m.joined_on) as date) as string) as joined
  from arm_members as m
  inner join users as u on u.user_id = m.user_id
  left join had as h on h.control = m.control and h.treatment = m.treatment and h.user_id = m.user_id
)

select
  cast(d.control as string) as control,
  cast(d.treatment as string) as treatment,
  cast(d.user_id as string) as user_id,
  cast(s.segment as string) as segment
from described as d
cross join lateral explode(array('all', 'everybody', d.tier, d.history, d.joined)) as s(segment)
where not d.is_left_out or s.segment = 'everybody'
