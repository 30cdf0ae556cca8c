-- The company's members and catalogue, in PostgreSQL.
create table members (id text, tier text, plan text, country text, registered_on date, last_active_on date);
create table catalogue (id text, kind text, title text, category text, language text, seconds bigint, published_on date, is_available boolean);
create table member_lines (line text);
