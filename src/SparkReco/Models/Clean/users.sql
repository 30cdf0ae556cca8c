-- purpose: the people who may get recommendations
-- grain:   user_id
-- Active is who says so in the data, or was active within :active_days days before the run date, by the users' table or by an event.

with
recent_users as (
  select
    user_id,
    max(cast(timestamp_seconds(cast((occurred_at_ms - pmod(occurred_at_ms, 1000)) / 1000 as bigint)) as date)) as last_event_on
  from raw_events
  where occurred_at_ms < :run_date_ms and event_type <> 'impression'
  group by user_id
),

latest as (
  select
    u.user_id,
    u.tier,
    u.plan,
    u.country,
    u.registered_on,
    greatest(u.last_active_on, r.last_event_on) as last_active_on,
    coalesce(u.is_monthly_active, false)
      or coalesce(
        greatest(u.last_active_on, r.last_event_on) >= date_sub(:run_date, :active_days),
        false
      ) as is_monthly_active
  from user_rows as u
  left join recent_users as r on r.user_id = u.user_id
  where u.copy_number = 1
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
from latest
