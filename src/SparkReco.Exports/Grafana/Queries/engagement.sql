-- purpose: what people did with the lists of each source, over all impressions, by place, tier and week
-- grain:   a segment, a metric and a source
select
  segment,
  metric,
  source,
  metric_value as "value",
  ci_low as "from",
  ci_high as "to",
  user_count as "users",
  impression_count as "impressions"
from {engagement_by_source}
where run_date = date ${run_date:sqlstring}
order by case when segment = 'all' then 0 else 1 end, segment, metric, source
