-- purpose: the people who may get recommendations
-- grain:   user_id
-- Active is who says so in the data, or was active within :active_days days before the run date, by the users' table or by an event.
-- A users' table of a later day than the run date may know of later activity, which tells nothing of the days before.

with
recent_users as (
  select user_id, cast(timestamp_seconds(cast((last_event_at_ms - pmod(last_event_at_ms, 1000)) / 1000 as bigint)) as date) as last_event_on
  from event_users
),

latest as (
  select
    u.user_id,
    u.tier,
    u.plan,
    u.country,
    u.registered_on,
    u.is_monthly_active,
    greatest(case when u.last_active_on < :run_date then u.last_active_on end, r.last_event_on) as last_active_on
  from user_rows as u
  left join recent_users as r on r.user_id = u.user_id
  where u.copy_number = 1
),

judged as (
  select
    user_id,
    tier,
    plan,
    country,
    registered_on,
    last_active_on,
    coalesce(is_monthly_active, false) or coalesce(last_active_on >= date_sub(:run_date, :active_days), false) as is_monthly_active
  from latest
)

select
  cast(user_id as string) as user_id,
  cast(tier as string) as tier,
  cast(plan as string) as plan,
  cast(country as string) as country,
  cast(registered_on as date) as registered_on,
  cast(last_active_on as date) as last_active_on,
  cast(is_monthly_active as boolean) as is_monthly_active,
  cast(tier = 'paid' or is_monthly_active as boolean) as is_eligible
from judged
