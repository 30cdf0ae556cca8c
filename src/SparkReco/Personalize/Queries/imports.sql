-- purpose: the run's imports into Amazon Personalize
-- grain:   dataset

select
  cast(dataset as string) as dataset,
  cast(dataset_arn as string) as dataset_arn,
  cast(import_job_arn as string) as import_job_arn,
  cast(imported_at as double) as imported_at
from personalize_imports
