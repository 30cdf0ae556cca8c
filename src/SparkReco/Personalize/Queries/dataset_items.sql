-- purpose: the data set of items for Amazon Personalize
-- grain:   item
-- A text over several lines would be several rows for some readers of CSV. Available is what the baseline may recommend, too. What is older
-- than 1970 is of 1970: the service knows no earlier time.

select
  cast(item_id as string) as item_id,
  cast(content_type as string) as content_type,
  cast(category as string) as category,
  cast(language as string) as language,
  cast(duration_seconds as bigint) as duration_seconds,
  cast(case
    when published_on < date '1970-01-01' then 0
    else cast(datediff(published_on, date '1970-01-01') as bigint) * 86400
  end as bigint) as creation_timestamp,
  cast(case when is_available and (published_on is null or published_on < :run_date) then 'yes' else 'no' end as string) as available,
  cast(replace(replace(title, chr(13), ' '), chr(10), ' ') as string) as title
from items
