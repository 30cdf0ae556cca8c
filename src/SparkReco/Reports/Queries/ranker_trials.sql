-- purpose: what the ranker came to before the run date
-- grain:   withheld, is_of_part, judged_from, segment

select
  cast(withheld as string) as withheld,
  cast(is_of_part as boolean) as is_of_part,
  cast(judged_from as string) as judged_from,
  cast(segment as string) as segment,
  cast(user_count as bigint) as users,
  cast(blend_ndcg as double) as blend,
  cast(ranker_ndcg as double) as ranker,
  cast(gain as double) as gain,
  cast(ci_low as double) as low,
  cast(ci_high as double) as high,
  cast(is_chosen as boolean) as is_chosen
from ranker_trials
order by withheld, is_of_part, judged_from desc, segment
