-- purpose: who gets a list of Amazon Personalize
-- grain:   user_id

select
  cast(user_id as string) as user_id
from users
where is_eligible
order by user_id
