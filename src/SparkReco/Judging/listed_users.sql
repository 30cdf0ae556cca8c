-- purpose: the eligible users with a list of a system
-- grain:   system

select
  cast(l.system as string) as system,
  cast(count(distinct l.user_id) as bigint) as user_count
from judged_list as l
inner join users as u on u.user_id = l.user_id
where u.is_eligible and pmod(cast(conv(substr(md5(u.user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
group by l.system
