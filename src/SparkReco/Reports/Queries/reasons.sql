-- purpose: which part gave most, over all places of the baseline's lists, and over the hits
-- grain:   reason

select
  cast(reason as string) as name,
  cast(place_count as bigint) as places,
  cast(hit_count as bigint) as hits
from baseline_parts
order by places desc, name
