-- purpose: what each part of the blend gave: places in the baseline's lists, and hits in those of the judged users
-- grain:   reason

with
hits as (
  select r.reason, count(*) as hit_count
  from recommendations as r
  inner join truth as t on t.user_id = r.user_id and t.item_id = r.item_id
  where r.system = 'baseline'
  group by r.reason
),

places as (
  select reason, count(*) as place_count
  from recommendations
  where system = 'baseline'
  group by reason
)

select
  cast(p.reason as string) as reason,
  cast(p.place_count as bigint) as place_count,
  cast(coalesce(h.hit_count, 0) as bigint) as hit_count
from places as p
left join hits as h on h.reason = p.reason
