-- The demo has events as lines of JSON; those that are damaged would never have come into a database.
create temporary table activity_lines (line text) default character set utf8mb4;

load data local infile 'events.jsonl' into table activity_lines character set utf8mb4 fields terminated by '\x01' escaped by '';

insert into activity
select
  json_value(line, '$.event_id'),
  json_value(line, '$.user_id'),
  json_value(line, '$.item_id'),
  json_value(line, '$.event_type'),
  json_value(line, '$.occurred_at_ms'),
  json_value(line, '$.watch_seconds'),
  json_value(line, '$.source'),
  json_value(line, '$.position')
from activity_lines
where json_valid(line) and json_value(line, '$.occurred_at_ms') regexp '^[0-9]+$';
