using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class PortableSqlLintTests
{
    private static string Findings(string text) => string.Join('\n', PortableSqlLint.Check("m.sql", text));

    [Fact]
    public void Portable_text_has_no_findings() =>
        Assert.Equal(
            "",
            Findings(
                """
                -- purpose: x::int in a comment and ';' in a literal are nobody's business
                with ranked as (
                  select
                    e.user_id,
                    e.item_id,
                    row_number() over (partition by e.user_id order by e.score desc, e.item_id) as position,
                    count(*) filter (where e.score > 0) as positive_count
                  from engagement as e
                  left join lateral explode(e.tags) as t(tag) on true
                  where e.name <> ';' and e.day between :start and :end
                    and not exists (select 1 as one from items as i where i.item_id = e.item_id)
                  group by all
                ),
                listed(user_id, item_ids) as (
                  select r.user_id, sort_array(collect_list(r.item_id)) as item_ids
                  from ranked as r
                  group by r.user_id
                )
                select /*+ BROADCAST(l) */
                  cast(l.user_id as string) as user_id,
                  cast(size(l.item_ids) as int) as item_count,
                  cast(cast(sum(r.position) as bigint) as double) / count(r.position) as mean_position
                from listed as l
                full outer join ranked as r on l.user_id = r.user_id
                group by l.user_id, l.item_ids
                order by name
                limit 10
                """
            )
        );

    [Theory]
    [InlineData("select x::int as v from t", "m.sql:1:9: ::; write CAST(x AS TYPE)")]
    [InlineData("select a.* from a", "m.sql:1:10: *; list the columns")]
    [InlineData("select\n  now() as v", "m.sql:2:3: the function now; write a parameter such as :as_of")]
    [InlineData("select current_date as v", "m.sql:1:8: CURRENT_DATE; write a parameter such as :as_of")]
    [InlineData(
        "select a from t qualify b = 1",
        "m.sql:1:17: QUALIFY; write SELECT ... FROM (SELECT ..., row_number() OVER (...) AS rn ...) AS s WHERE rn <= :k"
    )]
    [InlineData("select a from t left anti join u on t.a = u.a", "m.sql:1:17: LEFT ANTI; write WHERE NOT EXISTS (SELECT ...)")]
    [InlineData(
        "select a from t lateral view explode(b) c as d",
        "m.sql:1:17: LATERAL VIEW; write CROSS JOIN LATERAL explode(a) AS e(v)\n"
            + "m.sql:1:30: explode among the columns; write CROSS JOIN LATERAL explode(a) AS e(v)"
    )]
    [InlineData("select avg(x) as v from t", "m.sql:1:8: the function avg; write CAST(CAST(sum(x) AS BIGINT) AS DOUBLE) / count(x)")]
    [InlineData(
        "select a / b as v from t",
        "m.sql:1:10: / by a value that may be 0; Spark raises, DuckDB gives NULL: write a / nullif(b, 0) or try_divide(a, b)"
    )]
    [InlineData(
        "select a & b | c as v from t",
        "m.sql:1:10: & beside |; engines bind them in different order: put brackets around one\n"
            + "m.sql:1:14: | beside &; engines bind them in different order: put brackets around one"
    )]
    [InlineData("select a || b + 1 as v from t", "m.sql:1:10: || beside +; engines bind them in different order: put brackets around one")]
    [InlineData(
        "select count(distinct a, b) as v from t",
        "m.sql:1:8: count with 2 arguments; count one column; for several write SELECT DISTINCT a, b in a subquery first"
    )]
    [InlineData(
        "select row_number() over (partition by a) as v from t",
        "m.sql:1:8: row_number without an order; write ORDER BY with a unique last key in its window"
    )]
    [InlineData(
        "select sum(x) filter (where y) over (order by z) as v from t",
        "m.sql:1:32: FILTER with OVER; Spark has no filter in a window: write sum(CASE WHEN ... THEN x END) OVER (...)"
    )]
    [InlineData("select a.x from a, b where a.x = b.x", "m.sql:1:18: a comma between tables; write CROSS JOIN, or JOIN with its condition")]
    [InlineData("select null as v", "m.sql:1:8: NULL without a type; write CAST(NULL AS INT)")]
    [InlineData("select a as similar from t", "m.sql:1:13: similar as a name; DuckDB reserves it: choose another name")]
    [InlineData("select collect_list(x) as v from t", "m.sql:1:8: collect_list without an order; write sort_array(collect_list(x))")]
    [InlineData(
        "select a from t where b not in (select c from u)",
        "m.sql:1:25: NOT IN ( SELECT; write NOT EXISTS (SELECT ...): a NULL among the values makes it unknown"
    )]
    [InlineData("select a from t limit 5", "m.sql:1:17: LIMIT without ORDER BY; write ORDER BY with a unique last key in front of it")]
    [InlineData(
        "select try_cast(s as date) as v from t",
        "m.sql:1:8: try_cast to DATE without its guard; "
            + "write CASE WHEN length(s) = 10 AND regexp_like(s, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') THEN try_cast(s AS DATE) END"
    )]
    [InlineData(
        "select regexp_like(s, '(?=a)b') as v from t",
        "m.sql:1:23: a pattern of one engine; write it without look-around, [[:class:]], && and possessive quantifiers"
    )]
    [InlineData(
        "select split(s, 'x*') as v from t",
        "m.sql:1:17: a separator that may be empty; write one that is not, or take the text apart with substr(s, i, 1)"
    )]
    [InlineData(
        "select regexp_extract(s, 'a[(]') as v from t",
        "m.sql:1:26: part 1 of a pattern with 0; put brackets around what shall be cut out, or ask for part 0"
    )]
    [InlineData(
        "select max_by(a, b) filter (where c) as v from t",
        "m.sql:1:8: max_by with FILTER or DISTINCT; choose the rows in a step before, or write CASE WHEN ... THEN x END"
    )]
    [InlineData("select a from t union all by name select b from u", "m.sql:1:17: UNION ALL BY NAME; list the columns on both sides of UNION ALL")]
    [InlineData("select a;", "m.sql:1:9: ;; a model is one statement without a semicolon")]
    [InlineData("drop table t", "m.sql:1:1: the statement begins with drop; a model is one SELECT")]
    public void What_is_not_portable_is_named_with_its_place_and_its_replacement(string text, string expected) =>
        Assert.Equal(expected, Findings(text));

    [Theory]
    [InlineData("select x'6A' as v", "a prefix before a literal")]
    [InlineData("select 'it''s' as v", "a doubled quote in a literal")]
    [InlineData("select 'a\\n' as v", "a backslash in a literal")]
    [InlineData("select '${a}' as v", "${ in a literal")]
    [InlineData("select 'a' 'b' as v", "two literals side by side")]
    [InlineData("select timestamp '2024-01-05' as v", "a TIMESTAMP in another form")]
    [InlineData("select date '2024-1-5' as v", "a DATE in another form")]
    [InlineData("select \"a\" from t", "\"a\"")]
    [InlineData("select 9223372036854775808 as v", "9223372036854775808 is beyond BIGINT")]
    [InlineData("select 1.5 as v", "1.5 is a DECIMAL")]
    [InlineData("select 5L as v", "the number 5L")]
    [InlineData("select a from t where a <=> b", "<=>")]
    [InlineData("select cast(a as varchar) as v from t", "the type VARCHAR")]
    [InlineData("select cast(1.5e0 as int) as v", "a fraction to an integer")]
    [InlineData("select cast(cast(a as decimal(9, 2)) as int) as v from t", "a DECIMAL to an integer")]
    [InlineData("select cast(timestamp '2024-01-05 10:20:30' as bigint) as v", "a TIMESTAMP to an integer")]
    [InlineData("select cast(5 as timestamp) as v", "a number to TIMESTAMP")]
    [InlineData("select cast(cast(a as double) as decimal(9, 2)) as v from t", "a DOUBLE to DECIMAL")]
    [InlineData("select cast(1.5e0 as string) as v", "a DOUBLE to STRING")]
    [InlineData("select cast(timestamp '2024-01-05 10:20:30' as string) as v", "a TIMESTAMP to STRING")]
    [InlineData("select cast(array(1, 2) as string) as v", "a list to STRING")]
    [InlineData("select cast(' 5' as int) as v", "the text ' 5' as INT")]
    [InlineData("select try_cast(s as decimal(9, 2)) as v from t", "try_cast to DECIMAL")]
    [InlineData("select main.abs(a) as v from t", "abs after a dot")]
    [InlineData("select trim(a) as v from t", "trim(s)")]
    [InlineData("select floor(a) as v from t", "floor without a type")]
    [InlineData("select date_trunc('week', d) as v from t", "date_trunc without a type")]
    [InlineData("select sum(cast(a as double)) as v from t", "a sum of DOUBLE")]
    [InlineData("select max_by(a, b) over (partition by c) as v from t", "max_by with OVER")]
    [InlineData("select rank() as v from t", "rank without OVER")]
    [InlineData("select trunc(d, 'day') as v from t", "trunc with 'day'")]
    [InlineData("select year('2024-01-05') as v", "text as a date in year")]
    [InlineData("select sequence(date '2024-01-05', d) as v from t", "a sequence of dates")]
    [InlineData("select upper('straße') as v", "upper of a letter with a case of its own")]
    [InlineData("select sqrt(-a) as v from t", "sqrt below 0")]
    [InlineData("select chr(200) as v", "chr of another letter")]
    [InlineData("select split_part(s, '', 1) as v from t", "an empty separator")]
    [InlineData("select conv(s, 2, 10) as v from t", "conv between other bases")]
    [InlineData("select shiftleft(1, 31) as v", "shiftleft by 31")]
    [InlineData("select get_json_object(j, p) as v from t", "a path of another form")]
    [InlineData("select get_json_object('{} {}', '$.a') as v", "text after a complete JSON value")]
    [InlineData("select named_struct(a, b) as v from t", "named_struct with other names")]
    [InlineData("select named_struct('a', b).a as v from t", "a field of named_struct")]
    [InlineData("select a from t where d - date '2024-01-05' > 3", "a difference of dates")]
    [InlineData("select t - timestamp '2024-01-05 10:20:30' as v from u", "a difference of timestamps")]
    [InlineData("select cast(a as decimal(9, 2)) / 2 as v from t", "/ on DECIMAL")]
    [InlineData("select cast(a as decimal(9, 2)) + 2 as v from t", "+ on DECIMAL without a type")]
    [InlineData("select a from t where '5' < 6", "text compared with a number")]
    [InlineData("select list(x -> x) as v from t", "->")]
    [InlineData("select regexp_like(s, p) as v from t", "regexp_like with a pattern that is computed")]
    [InlineData("select regexp_like(s, '(?i)é') as v from t", "(?i) with letters beyond ASCII")]
    [InlineData("select regexp_replace(s, 'a$', '') as v from t", "$ in a pattern that cuts")]
    [InlineData("select regexp_extract(s, '(a)', n) as v from t", "a part that is computed")]
    [InlineData("select regexp_replace(s, 'a', t) as v from t", "a replacement that is computed")]
    [InlineData("select regexp_replace(s, '(a)', '$1') as v from t", "$ in a replacement")]
    [InlineData("select case when null then 1 end as v", "WHEN NULL")]
    [InlineData("select a, sum(b) as s, row_number() over (order by a) as n from t group by a order by sum(b)", "ORDER BY sum beside a window")]
    [InlineData("select e.v from t cross join lateral explode(transform(a, x -> x)) as e(v)", "a lambda inside explode")]
    public void Every_rule_finds_what_it_is_for(string text, string found) =>
        Assert.Contains(found, PortableSqlLint.Check("m.sql", text).Select(finding => finding.Found));

    [Theory]
    [InlineData("select a, sum(b) as s, row_number() over (order by sum(b), a) as n from t group by a order by s, a")]
    [InlineData("select a, sum(b) as s from t group by a order by sum(b), a")]
    public void An_aggregate_may_stand_in_the_order_of_a_window_or_of_a_plain_select(string text) => Assert.Equal("", Findings(text));

    [Fact]
    public void Guarded_text_may_be_cast() =>
        Assert.Equal(
            "",
            Findings(
                """
                select
                  case when regexp_like(t.s, '^-?[0-9]{1,18}$') and not regexp_like(t.s, '[^-0-9]') then try_cast(t.s as bigint) end as a,
                  case when length(t.s) = 10 and regexp_like(t.s, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') then try_cast(t.s as date) end as b
                from t
                """
            )
        );

    [Theory]
    [InlineData("case when regexp_like(t.s, '^-?[0-9]{1,18}$') and not regexp_like(t.s, '[^-0-9]') then try_cast(t.other as bigint) end")]
    [InlineData("case when regexp_like(t.s, '^-?[0-9]{1,18}$') or not regexp_like(t.s, '[^-0-9]') then try_cast(t.s as bigint) end")]
    [InlineData("case when regexp_like(t.s, '^-?[0-9]{1,18}$') then try_cast(t.s as bigint) end")]
    [InlineData("case when regexp_like(t.s, 'x') and not regexp_like(t.s, '[^-0-9]') then try_cast(t.s as bigint) end")]
    public void A_guard_with_a_gap_does_not_count(string expression) =>
        Assert.Contains("without its guard", Findings($"select {expression} as v from t"), StringComparison.Ordinal);

    [Fact]
    public void All_findings_come_at_once()
    {
        var error = Assert.Throws<SqlModelException>(() => PortableSqlLint.Require("m.sql", "select a::int as v,\n 1.5 as w,\n now() as x"));

        Assert.Equal([1, 2, 3], error.Findings.Select(f => f.Line));
        Assert.Equal(("m.sql", 1, 9), (error.File, error.Line, error.Column));
        Assert.Equal(3, error.Message.Split('\n').Length);
    }

    [Fact]
    public void An_open_bracket_is_an_error() =>
        Assert.Equal("m.sql:1:8: the bracket ( has no partner", Assert.Throws<SqlModelException>(() => Findings("select (a")).Message);
}
