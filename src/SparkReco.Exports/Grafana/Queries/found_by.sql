-- purpose: which of what users did later each system foretold, and what it was worth
-- grain:   who foretold it
select
  case found_by when 'reference' then reference when 'system' then "system" else found_by end as "found by",
  recall_share as "share of what users did",
  item_count as "items",
  watch_seconds / 3600e0 as "hours watched",
  completed_count as "completed",
  liked_count as "liked"
from {hit_overlap}
where run_date = date ${run_date:sqlstring} and reference = ${reference:sqlstring} and "system" = ${system:sqlstring} and k = ${k}
order by case found_by when 'both' then 0 when 'reference' then 1 when 'system' then 2 else 3 end
