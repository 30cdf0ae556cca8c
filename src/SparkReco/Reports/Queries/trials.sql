-- purpose: the settings of the baseline that were tried, over all windows
-- grain:   trial

select
  cast(step as string) as step,
  cast(setting as string) as setting,
  cast(metric_value as double) as ndcg,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(is_chosen as boolean) as is_chosen
from tuning
where judged_from = 'all'
order by trial
