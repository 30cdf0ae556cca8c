-- purpose: items of each content type, and of them those on offer, new, and with engagement before the run date
-- grain:   content_type

with
engaged as (
  select distinct item_id
  from engagement
)

select
  cast(i.content_type as string) as content_type,
  cast(count(*) as bigint) as items,
  cast(count_if(i.is_available and coalesce(i.published_on < :run_date, true)) as bigint) as on_offer,
  cast(count_if(coalesce(i.published_on >= date_sub(:run_date, :new_item_days), false)) as bigint) as new,
  cast(count(e.item_id) as bigint) as with_engagement
from items as i
left join engaged as e on e.item_id = i.item_id
group by i.content_type
order by content_type
