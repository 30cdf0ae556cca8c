-- purpose: the lists that are judged: the systems', and the two that they must beat
-- grain:   system, user_id, rank

select cast(system as string) as system, cast(user_id as string) as user_id, cast(rank as int) as rank, cast(item_id as string) as item_id
from recommendations
union all
select cast('popularity' as string) as system, cast(user_id as string) as user_id, cast(rank as int) as rank, cast(item_id as string) as item_id
from popularity_list
union all
select cast('random' as string) as system, cast(user_id as string) as user_id, cast(rank as int) as rank, cast(item_id as string) as item_id
from random_list
