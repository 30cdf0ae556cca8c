-- purpose: which items the lists show, and how known those items are
-- grain:   system, k, popularity

select
  cast(system as string) as system,
  cast(k as int) as k,
  cast(popularity as bigint) as popularity,
  cast(item_count as bigint) as item_count,
  cast(exposure_count as bigint) as exposure_count
from list_exposure
