-- purpose: what could be recommended
-- grain:   a content type
select
  content_type,
  count(*) as "items",
  sum(case when is_available then 1 else 0 end) as "on offer"
from {items}
where run_date = date ${run_date:sqlstring}
group by content_type
order by content_type
