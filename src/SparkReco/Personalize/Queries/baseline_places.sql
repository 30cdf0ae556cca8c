-- purpose: the baseline's lists, for Amazon Personalize to put into its own order
-- grain:   user_id, rank

select
  cast(r.user_id as string) as user_id,
  cast(r.item_id as string) as item_id
from recommendations as r
inner join users as u on u.user_id = r.user_id
where r.system = 'baseline' and u.is_eligible and pmod(cast(conv(substr(md5(r.user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
order by r.user_id, r.rank
