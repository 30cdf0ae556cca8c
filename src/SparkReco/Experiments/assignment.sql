-- purpose: which arm of a test each user belongs to
-- grain:   user_id
-- The arm follows from the user's id and a salt alone, so that whoever knows the salt can tell it of users who are yet to come.

select
  cast(user_id as string) as user_id,
  cast(case
    when pmod(cast(conv(substr(md5(:salt || ':' || user_id), 1, 15), 16, 10) as bigint), 10000) < :treatment_percent * 100 then 'treatment'
    else 'control'
  end as string) as arm
from users
order by user_id
