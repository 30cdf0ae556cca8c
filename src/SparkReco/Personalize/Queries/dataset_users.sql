-- purpose: the data set of users for Amazon Personalize
-- grain:   user

select
  cast(user_id as string) as user_id,
  cast(tier as string) as tier,
  cast(plan as string) as plan,
  cast(country as string) as country,
  cast(case
    when registered_on < date '1970-01-01' then 0
    else cast(datediff(registered_on, date '1970-01-01') as bigint) * 86400
  end as bigint) as registered_at
from users
