-- purpose: the places in Amazon Personalize's lists that hold known items on offer
-- grain:   one row

select cast(count(*) as bigint) as places
from recommendations
where system = 'personalize'
