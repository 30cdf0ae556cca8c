-- purpose: the settings that are others than those of the latest day before
-- grain:   setting

select
  cast(setting as string) as setting,
  cast(earlier_setting as string) as earlier_value,
  cast(now_setting as string) as now_value
from setting_changes
order by setting
limit 40
