-- purpose: what Amazon Personalize trained for the run
-- grain:   one row

select
  cast(dataset_group_arn as string) as dataset_group_arn,
  cast(solution_arn as string) as solution_arn,
  cast(solution_version_arn as string) as solution_version_arn
from personalize_training
