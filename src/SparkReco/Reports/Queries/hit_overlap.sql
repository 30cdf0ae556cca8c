-- purpose: which of what users did later each system of the pair foretold among the first k, and what it was worth
-- grain:   found_by

select
  cast(found_by as string) as found_by,
  cast(user_count as bigint) as users,
  cast(item_count as bigint) as items,
  cast(recall_share as double) as recall_share,
  cast(watch_seconds as bigint) as watch_seconds,
  cast(completed_count as bigint) as completions,
  cast(liked_count as bigint) as likes
from hit_overlap
where reference = :reference and system = :system and k = :k
order by found_by
