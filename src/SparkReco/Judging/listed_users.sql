-- purpose: the eligible users with a list of a system
-- grain:   system

select
  cast(l.system as string) as system,
  cast(count(distinct l.user_id) as bigint) as user_count
from judged_list as l
inner join users as u on u.user_id = l.user_id
where u.is_eligible
group by l.system
