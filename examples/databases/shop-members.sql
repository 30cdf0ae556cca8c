-- The demo has members as lines of JSON.
insert into members
select
  line::json ->> 'user_id',
  line::json ->> 'tier',
  line::json ->> 'plan',
  line::json ->> 'country',
  (line::json ->> 'registered_on')::date,
  (line::json ->> 'last_active_on')::date
from member_lines;

drop table member_lines;
