-- purpose: raw users, with the copies of each user put in order
-- grain:   one row of an input file
-- The first of a user's rows is kept: the one last active before the run date, then the one last active at all, then the one registered
-- last. The order ends with the row's whole content, so that the choice does not depend on the order of the files. A conflict differs
-- from the copy before it.

with
placed as (
  select
    user_id,
    tier,
    plan,
    country,
    registered_on,
    last_active_on,
    is_monthly_active,
    file_number,
    row_number() over (
      partition by user_id
      order by
        case when last_active_on < :run_date then last_active_on end desc nulls last, last_active_on desc nulls last,
        registered_on desc nulls last, tier desc,
        plan nulls last, country nulls last, is_monthly_active nulls last, file_number, line
    ) as copy_number,
    rank() over (
      partition by user_id
      order by
        case when last_active_on < :run_date then last_active_on end desc nulls last, last_active_on desc nulls last,
        registered_on desc nulls last, tier desc,
        plan nulls last, country nulls last, is_monthly_active nulls last
    ) as first_number
  from raw_users
)

select
  cast(user_id as string) as user_id,
  cast(tier as string) as tier,
  cast(plan as string) as plan,
  cast(country as string) as country,
  cast(registered_on as date) as registered_on,
  cast(last_active_on as date) as last_active_on,
  cast(is_monthly_active as boolean) as is_monthly_active,
  cast(file_number as int) as file_number,
  cast(copy_number as int) as copy_number,
  cast(copy_number > 1 and copy_number = first_number as boolean) as is_conflict
from placed
