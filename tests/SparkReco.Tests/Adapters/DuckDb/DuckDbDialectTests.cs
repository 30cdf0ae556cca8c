using SparkReco.Adapters.DuckDb;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbDialectTests
{
    [Theory]
    [InlineData("select array(1, 2)", "select list_value(1, 2)")]
    [InlineData("select transform(a, x -> x * 2)", "select list_transform(a, lambda x : x * 2)")]
    [InlineData("select filter(a, x -> x > 1 and x < 3)", "select list_filter(a, lambda x : x > 1 and x < 3)")]
    [InlineData("select count(*) filter (where a)", "select count(*) filter (where a)")]
    [InlineData("select named_struct('a', f(1, 2), 'b', 'x') as s", "select struct_pack(a := f(1, 2), b := 'x') as s")]
    [InlineData("select named_struct('a', named_struct('b', 1))", "select struct_pack(a := struct_pack(b := 1))")]
    [InlineData("select 'array(1)' -- array(1)\n, array(1)", "select 'array(1)' -- array(1)\n, list_value(1)")]
    [InlineData("select /*+ BROADCAST(t) */ a /* array(1) */", "select  a /* array(1) */")]
    [InlineData("select t.array, array from t", "select t.array, array from t")]
    public void Only_what_a_macro_cannot_do_is_rewritten(string text, string expected) =>
        Assert.Equal(expected, DuckDbDialect.Rewrite("m.sql", text));
}
