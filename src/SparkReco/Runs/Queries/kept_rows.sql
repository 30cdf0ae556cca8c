-- purpose: the rows of the tables that the inputs became
-- grain:   input

with
tables as (
  select 'users' as input, count(*) as kept from users
  union all
  select 'items' as input, count(*) as kept from items
  union all
  select 'events' as input, count(*) as kept from interactions
)

select
  cast(input as string) as input,
  cast(kept as bigint) as kept
from tables
