-- purpose: what one system shows a user and the other does not, and what users made of it
-- grain:   the system that shows it, and a kind of item
select
  only_in as "only in",
  kind,
  place_count as "places",
  item_count as "items",
  hit_count as "hits",
  1e0 * hit_count / nullif(place_count, 0) as "share of hits",
  watch_seconds / 3600e0 as "hours watched",
  completed_count as "completed"
from {content_discovery}
where run_date = date ${run_date:sqlstring} and reference = ${reference:sqlstring} and "system" = ${system:sqlstring}
order by case when only_in = ${system:sqlstring} then 0 else 1 end, case kind when 'all' then 0 else 1 end, kind
