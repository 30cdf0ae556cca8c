-- The company's activity log, in MariaDB or MySQL.
create table activity (
  id varchar(64),
  user_id varchar(64),
  item_id varchar(64),
  kind varchar(16),
  at_ms bigint,
  watch_seconds bigint,
  source varchar(32),
  position int
) default character set utf8mb4;
