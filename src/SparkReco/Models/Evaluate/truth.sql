-- purpose: what eligible users really did from the run date on, and had not done before
-- grain:   user_id, item_id
-- Only new items count, because the lists leave consumed ones out; impressions are not behaviour.
-- Where lists were made for a part of the users only, these are judged: their buckets are those of user_segments.sql.

with
later as (
  select
    user_id,
    item_id,
    sum(coalesce(watch_seconds, 0)) as watch_seconds,
    max(case when event_type = 'complete' then 1 else 0 end) as is_completed,
    max(case when event_type = 'like' then 1 else 0 end) as is_liked
  from interactions
  where
    event_date >= :run_date
    and event_date < date_add(:run_date, :horizon_days)
    and event_type <> 'impression'
  group by user_id, item_id
)

select
  cast(l.user_id as string) as user_id,
  cast(l.item_id as string) as item_id,
  cast(l.watch_seconds as bigint) as watch_seconds,
  cast(l.is_completed as int) as completed_count,
  cast(l.is_liked as int) as liked_count
from later as l
inner join users as u on u.user_id = l.user_id
anti join consumed as e on e.user_id = l.user_id and e.item_id = l.item_id
where u.is_eligible and pmod(cast(conv(substr(md5(u.user_id), 1, 15), 16, 10) as bigint), 1024) < :user_buckets
