-- purpose: who gets a list of Amazon Personalize
-- grain:   user_id
-- The buckets are those of user_segments.sql.

select
  cast(user_id as string) as user_id
from users
where is_eligible and pmod(cast(conv(substr(md5(user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
order by user_id
