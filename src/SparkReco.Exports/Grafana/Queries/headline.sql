-- purpose: both systems' values of one metric
-- grain:   one row
select reference_value, system_value
from {comparison_summary}
where run_date = date ${run_date:sqlstring}
  and reference = ${reference:sqlstring}
  and "system" = ${system:sqlstring}
  and segment = ${segment:sqlstring}
  and k = ${k}
  and metric = {metric}
