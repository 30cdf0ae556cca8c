-- purpose: which part gave most, over all places of the baseline's lists
-- grain:   reason

select
  cast(reason as string) as name,
  cast(count(*) as bigint) as places
from recommendations
where system = 'baseline'
group by reason
order by places desc, name
