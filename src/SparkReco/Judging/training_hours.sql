-- purpose: how long the service trained for the run
-- grain:   one row

select cast(training_hours as double) as hours
from personalize_training
