-- purpose: the data set of items for Amazon Personalize
-- grain:   item
-- A text over several lines would be several rows for some readers of CSV. Available is what the baseline may recommend, too. What is older
-- than 1970 is of 1970: the service knows no earlier time. Categories have | between, as the service takes several.

with
categories as (
  select
    item_id,
    array_join(
      transform(array_sort(collect_list(named_struct('place', position, 'name', category))), c -> c.name),
      '|'
    ) as category
  from item_categories
  group by item_id
)

select
  cast(i.item_id as string) as item_id,
  cast(i.content_type as string) as content_type,
  cast(c.category as string) as category,
  cast(i.language as string) as language,
  cast(i.duration_seconds as bigint) as duration_seconds,
  cast(case
    when i.published_on < date '1970-01-01' then 0
    else cast(datediff(i.published_on, date '1970-01-01') as bigint) * 86400
  end as bigint) as creation_timestamp,
  cast(case when i.is_available and (i.published_on is null or i.published_on < :run_date) then 'yes' else 'no' end as string) as available,
  cast(replace(replace(i.title, chr(13), ' '), chr(10), ' ') as string) as title
from items as i
left join categories as c on c.item_id = i.item_id
