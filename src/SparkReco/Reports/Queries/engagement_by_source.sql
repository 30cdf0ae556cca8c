-- purpose: what people did with the lists they were shown, by source
-- grain:   source, segment, metric

select
  cast(source as string) as source,
  cast(segment as string) as segment,
  cast(metric as string) as metric,
  cast(impression_count as bigint) as impressions,
  cast(user_count as bigint) as users,
  cast(metric_value as double) as value,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high
from engagement_by_source
order by source, segment, metric
