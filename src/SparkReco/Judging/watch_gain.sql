-- purpose: how many more minutes users watched later on what a system's lists hold than on what the reference's do
-- grain:   one row, or none where nobody is judged

select
  cast(user_count as bigint) as users,
  cast(difference as double) as minutes,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high
from comparison_summary
where reference = :reference and system = :system and segment = 'all' and metric = 'watch_minutes' and k = :main_k
