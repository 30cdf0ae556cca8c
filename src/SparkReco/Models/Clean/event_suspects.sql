-- purpose: hashes of events that may stand more than once
-- grain:   row_hash
-- Equal events have equal hashes; the few others found here are told apart in event_repeats.

select
  cast(row_hash as bigint) as row_hash
from raw_events
group by row_hash
having count(*) > 1
