-- purpose: where the lists are that Amazon Personalize made for the run
-- grain:   one row

select
  cast(folder as string) as folder,
  cast(asked_count as bigint) as asked_count,
  cast(is_of_items as boolean) as is_of_items
from personalize_output
