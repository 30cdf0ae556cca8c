-- purpose: values of optional fields that could not be read, in rows that were kept without them
-- grain:   input, field, reason, value
-- Of a field with more than 200 such values, 200 are counted one by one, and the others together under null.

select
  cast(substr(raw_table, 5) as string) as input,
  cast(field as string) as field,
  cast(reason as string) as reason,
  cast(value as string) as value,
  cast(row_count as bigint) as row_count
from raw_flaws
