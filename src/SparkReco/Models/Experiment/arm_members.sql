-- purpose: who is in which arm of each experiment
-- grain:   control, treatment, user_id
-- Of a test a user's arm is the source that the user saw first, and who saw both is mixed; of a comparison within users all who saw both
-- are in the arm "both", and the others are left out.

with
sources as (
  select e.control, e.treatment, e.is_paired, e.first_on, e.last_on, s.source
  from experiments as e
  cross join lateral explode(array(e.control, e.treatment)) as s(source)
),

shown as (
  select
    s.control,
    s.treatment,
    s.is_paired,
    l.user_id,
    min(case when l.source = s.control then l.shown_on end) as control_on,
    min(case when l.source = s.treatment then l.shown_on end) as treatment_on,
    min(l.shown_on) as joined_on
  from sources as s
  inner join list_impressions as l on l.source = s.source
  where l.shown_on >= s.first_on and l.shown_on <= s.last_on
  group by s.control, s.treatment, s.is_paired, l.user_id
)

select
  cast(control as string) as control,
  cast(treatment as string) as treatment,
  cast(user_id as string) as user_id,
  cast(case
    when is_paired then 'both'
    when control_on is not null and (treatment_on is null or control_on <= treatment_on) then 'control'
    else 'treatment'
  end as string) as arm,
  cast(control_on is not null and treatment_on is not null as boolean) as is_mixed,
  cast(joined_on as date) as joined_on
from shown
where not is_paired or (control_on is not null and treatment_on is not null)
