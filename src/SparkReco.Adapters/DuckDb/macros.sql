-- Spark's functions with Spark's meaning, for the functions of the portable subset that DuckDB lacks or reads otherwise.
-- All live in the schema spark, which search_path finds before the built-ins; system.main names a built-in of the same name.
-- Overloads of one name stand in one statement, and no name that DuckDB's own macros call (round, sum, list_*) is taken.

create schema if not exists spark;

-- numbers

create or replace macro spark.pmod(a, b) as
  case
    when b = 0 then error('pmod: division by zero')
    when a % b < 0 then (a % b + b) % b
    else a % b
  end;

create or replace macro spark.try_divide(a, b) as a / nullif(b, 0);

create or replace macro spark.shiftleft(a, n) as case when a < 0 then -((-a) << n) else a << n end;

create or replace macro spark.shiftright(a, n) as a >> n;

-- Only hexadecimal to decimal: the digits at the front count, more than 64 bits raise.
create or replace macro spark.conv(s, from_base, to_base) as
  case
    when from_base <> 16 or to_base <> 10 then error('conv: only from base 16 to base 10')
    when s = '' then null
    when regexp_matches(s, '^[-+ ]') then error('conv: a sign or a blank in front')
    else cast(cast('0x0' || system.main.regexp_extract(s, '^[0-9a-fA-F]*', 0) as ubigint) as varchar)
  end;

create or replace macro spark.nvl(a, b) as coalesce(a, b);

-- text

-- The built-in skips nulls; Spark's result is null when any part is.
create or replace macro spark.concat
  (a) as a,
  (a, b) as a || b,
  (a, b, c) as a || b || c,
  (a, b, c, d) as a || b || c || d,
  (a, b, c, d, e) as a || b || c || d || e,
  (a, b, c, d, e, f) as a || b || c || d || e || f,
  (a, b, c, d, e, f, g) as a || b || c || d || e || f || g,
  (a, b, c, d, e, f, g, h) as a || b || c || d || e || f || g || h;

create or replace macro spark.btrim
  (s) as system.main.trim(s, ' '),
  (s, characters) as system.main.trim(s, characters);

-- A window of n characters from p, cut at both ends; p counts from 1, 0 is 1, and below 0 from the end.
create or replace macro spark.substr_start(s, p) as
  case when p > 0 then p - 1 when p < 0 then system.main.length(s) + p else 0 end;

-- The usual position, above 0, names its text once, so that a long expression is computed once.
create or replace macro spark.substr
  (s, p) as
    case
      when p > 0 then system.main.substring(s, p)
      when p is not null then system.main.substring(s, greatest(spark.substr_start(s, p), 0) + 1)
    end,
  (s, p, n) as
    case
      when p > 0 then system.main.substring(s, p, case when n < 0 then 0 else n end)
      when s is null or p is null or n is null then null
      when n <= 0 then ''
      else system.main.substring(
        s,
        greatest(spark.substr_start(s, p), 0) + 1,
        greatest(spark.substr_start(s, p) + n, 0) - greatest(spark.substr_start(s, p), 0))
    end;

create or replace macro spark.length(s) as cast(system.main.length(s) as integer);

create or replace macro spark.instr(s, part) as cast(system.main.instr(s, part) as integer);

create or replace macro spark.lpad
  (s, n) as system.main.lpad(s, greatest(n, 0), ' '),
  (s, n, pad) as
    case when pad = '' then system.main.substring(s, 1, greatest(n, 0)) else system.main.lpad(s, greatest(n, 0), pad) end;

create or replace macro spark.rpad
  (s, n) as system.main.rpad(s, greatest(n, 0), ' '),
  (s, n, pad) as
    case when pad = '' then system.main.substring(s, 1, greatest(n, 0)) else system.main.rpad(s, greatest(n, 0), pad) end;

create or replace macro spark.startswith(s, part) as starts_with(s, part);

create or replace macro spark.endswith(s, part) as ends_with(s, part);

create or replace macro spark.split(s, pattern) as regexp_split_to_array(s, pattern);

create or replace macro spark.regexp_like(s, pattern) as regexp_matches(s, pattern);

create or replace macro spark.regexp_extract
  (s, pattern) as case when s is not null then system.main.regexp_extract(s, pattern, 1) end,
  (s, pattern, part) as case when s is not null then system.main.regexp_extract(s, pattern, part) end;

create or replace macro spark.regexp_replace(s, pattern, replacement) as
  system.main.regexp_replace(s, pattern, replacement, 'g');

-- Text that is not JSON gives null.
create or replace macro spark.get_json_object(j, path) as
  case when json_valid(j) then json_extract_string(j, path) end;

-- dates and times

create or replace macro spark.date_add(d, n) as cast(d as date) + cast(n as integer);

create or replace macro spark.date_sub(d, n) as cast(d as date) - cast(n as integer);

create or replace macro spark.datediff
  (later, earlier) as cast(cast(later as date) - cast(earlier as date) as integer),
  (part, first, last) as system.main.datediff(part, first, last);

create or replace macro spark.add_months(d, n) as cast(cast(d as date) + to_months(cast(n as integer)) as date);

-- DuckDB itself calls trunc(x) to add an interval.
create or replace macro spark.trunc
  (x) as system.main.trunc(x),
  (d, unit) as
    cast(case upper(unit)
      when 'WEEK' then date_trunc('week', d)
      when 'MM' then date_trunc('month', d)
      when 'MON' then date_trunc('month', d)
      when 'MONTH' then date_trunc('month', d)
      when 'QUARTER' then date_trunc('quarter', d)
      when 'YEAR' then date_trunc('year', d)
      when 'YYYY' then date_trunc('year', d)
      when 'YY' then date_trunc('year', d)
    end as date);

create or replace macro spark.year(d) as cast(system.main.year(d) as integer);

create or replace macro spark.quarter(d) as cast(system.main.quarter(d) as integer);

create or replace macro spark.month(d) as cast(system.main.month(d) as integer);

create or replace macro spark.day(d) as cast(system.main.day(d) as integer);

create or replace macro spark.hour(t) as cast(system.main.hour(t) as integer);

create or replace macro spark.minute(t) as cast(system.main.minute(t) as integer);

create or replace macro spark.second(t) as cast(system.main.second(t) as integer);

create or replace macro spark.dayofyear(d) as cast(system.main.dayofyear(d) as integer);

create or replace macro spark.weekofyear(d) as cast(system.main.weekofyear(d) as integer);

-- Sunday is 1.
create or replace macro spark.dayofweek(d) as cast(system.main.dayofweek(d) + 1 as integer);

-- Monday is 0.
create or replace macro spark.weekday(d) as cast(isodow(d) - 1 as integer);

create or replace macro spark.unix_date(d) as cast(cast(d as date) - date '1970-01-01' as integer);

create or replace macro spark.date_from_unix_date(n) as date '1970-01-01' + cast(n as integer);

-- unix_timestamp cuts towards zero, unix_seconds downwards.
create or replace macro spark.unix_timestamp(t) as epoch_us(cast(t as timestamp)) // 1000000;

create or replace macro spark.unix_seconds(t) as
  (epoch_us(cast(t as timestamp))
    - (epoch_us(cast(t as timestamp)) % 1000000 + 1000000) % 1000000) // 1000000;

create or replace macro spark.timestamp_seconds(n) as make_timestamp(cast(n as bigint) * 1000000);

create or replace macro spark.to_date(s, pattern) as
  case
    when pattern = 'yyyy-MM-dd' and regexp_full_match(s, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
      then cast(strptime(s, '%Y-%m-%d') as date)
    when pattern = 'yyyyMMdd' and regexp_full_match(s, '[0-9]{8}')
      then cast(strptime(s, '%Y%m%d') as date)
    when s is not null then error('to_date: the text does not fit the pattern')
  end;

-- lists

create or replace macro spark.size(a) as cast(len(a) as integer);

create or replace macro spark.array_size(a) as cast(len(a) as integer);

-- Not found among nulls is unknown.
create or replace macro spark.array_contains(a, x) as
  case
    when a is null or x is null then null
    when list_contains(a, x) then true
    when len(a) = list_count(a) then false
  end;

create or replace macro spark.array_position(a, x) as
  case when a is not null and x is not null then cast(coalesce(list_position(a, x), 0) as bigint) end;

-- The order of first appearance stays, and one null.
create or replace macro spark.array_distinct(a) as
  list_filter(a, lambda x, i: list_position(a, x) = i);

create or replace macro spark.array_union(a, b) as spark.array_distinct(list_concat(a, b));

create or replace macro spark.array_intersect(a, b) as
  spark.array_distinct(list_filter(a, lambda x: list_position(b, x) is not null));

create or replace macro spark.array_except(a, b) as
  spark.array_distinct(list_filter(a, lambda x: list_position(b, x) is null));

create or replace macro spark.array_remove(a, y) as
  case when y is not null then list_filter(a, lambda x: x is null or x <> y) end;

create or replace macro spark.array_compact(a) as list_filter(a, lambda x: x is not null);

create or replace macro spark.array_append(a, x) as list_append(a, x);

create or replace macro spark.array_prepend(a, x) as list_prepend(x, a);

create or replace macro spark.array_repeat(x, n) as list_transform(range(greatest(n, 0)), lambda i: x);

create or replace macro spark.array_max(a) as list_max(a);

create or replace macro spark.array_min(a) as list_min(a);

create or replace macro spark.array_join
  (a, separator) as
    case when a is not null then coalesce(array_to_string(a, separator), '') end,
  (a, separator, missing) as
    case when a is not null then
      coalesce(array_to_string(list_transform(a, lambda x: coalesce(cast(x as varchar), missing)), separator), '')
    end;

create or replace macro spark.sort_array
  (a) as list_sort(a, 'ASC', 'NULLS FIRST'),
  (a, ascending) as
    case when ascending then list_sort(a, 'ASC', 'NULLS FIRST') else list_sort(a, 'DESC', 'NULLS LAST') end;

create or replace macro spark.array_sort(a) as list_sort(a, 'ASC', 'NULLS LAST');

create or replace macro spark.slice(a, start, n) as
  case
    when start = 0 then error('slice: positions count from 1')
    when n < 0 then error('slice: a length below 0')
    when start < -len(a) then a[1:0]
    when start < 0 then a[len(a) + start + 1 : len(a) + start + n]
    else a[start : start + n - 1]
  end;

-- Both ends belong to it; it counts down when the end is the smaller one.
create or replace macro spark.sequence
  (first, last) as generate_series(first, last, case when first <= last then 1 else -1 end),
  (first, last, step) as generate_series(first, last, step);

create or replace macro spark.get(a, i) as case when i >= 0 then a[i + 1] end;

create or replace macro spark.try_element_at(a, i) as
  case when i = 0 then error('try_element_at: positions count from 1') else a[i] end;

create or replace macro spark.explode(a) as table select unnest(a) as col;

create or replace macro spark.posexplode(a) as table
  select cast(unnest(range(len(a))) as integer) as pos, unnest(a) as col;

-- aggregates

-- The built-in gives null for no rows.
create or replace macro spark.count_if(condition) as count(*) filter (where condition);

create or replace macro spark.collect_list(x) as coalesce(list(x) filter (where x is not null), []);

create or replace macro spark.collect_set(x) as coalesce(list(distinct x) filter (where x is not null), []);

-- The value may be null: the built-ins without _null pass over it.
create or replace macro spark.max_by(x, k) as arg_max_null(x, k);

create or replace macro spark.min_by(x, k) as arg_min_null(x, k);

create or replace macro spark.percentile(x, share) as quantile_cont(x, share);
