-- purpose: how often the lists show items, and how known those items are
-- grain:   system, k, popularity, exposure_count

select
  cast(system as string) as system,
  cast(k as int) as k,
  cast(popularity as bigint) as popularity,
  cast(exposure_count as bigint) as exposure_count,
  cast(item_count as bigint) as item_count,
  cast(offered_count as bigint) as offered_count
from list_exposure
