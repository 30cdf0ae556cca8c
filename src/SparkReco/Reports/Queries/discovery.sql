-- purpose: what one system of the pair shows and the other does not, and what users made of it
-- grain:   only_in, kind

select
  cast(only_in as string) as only_in,
  cast(kind as string) as kind,
  cast(place_count as bigint) as places,
  cast(item_count as bigint) as items,
  cast(user_count as bigint) as users,
  cast(hit_count as bigint) as hits,
  cast(watch_seconds as bigint) as watch_seconds
from content_discovery
where reference = :reference and system = :system
order by only_in, kind
