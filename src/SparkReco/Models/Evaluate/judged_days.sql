-- purpose: of the days that judge the lists, how many the log has
-- grain:   one row
-- An event of a wrong day in a far year does not make the log longer, as in event_span.sql.

select
  cast(greatest(least(coalesce(datediff(max(event_date), :run_date) + 1, 0), :horizon_days), 0) as int) as judged_days
from interactions
where event_date < date_add(:run_date, 2 * :horizon_days)
