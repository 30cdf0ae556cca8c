-- purpose: how alike the two systems' lists are
-- grain:   a metric of both lists together
select metric, user_count as "users", agreement, ci_low as "from", ci_high as "to"
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and agreement is not null
order by {place of metric}
