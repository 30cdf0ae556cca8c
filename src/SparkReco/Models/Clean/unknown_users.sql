-- purpose: the users of the events who are not in users
-- grain:   user_id

select cast(e.user_id as string) as user_id
from event_users as e
anti join users as u on u.user_id = e.user_id
