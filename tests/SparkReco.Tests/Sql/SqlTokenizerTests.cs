using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Sql;

public sealed class SqlTokenizerTests
{
    private static string Kinds(string text) => string.Join(' ', SqlTokenizer.Read("a.sql", text).Select(t => $"{t.Kind}[{t.Text}]"));

    [Theory]
    [InlineData("select a1", "Word[select] Word[a1]")]
    [InlineData("'it''s'", "Text['it''s']")]
    [InlineData("`a b` \"c\"", "Quoted[`a b`] Quoted[\"c\"]")]
    [InlineData(":run_date + x::int", "Parameter[:run_date] Operator[+] Word[x] Operator[::] Word[int]")]
    [InlineData("1.5e-3 .5 5L 1e3", "Number[1.5e-3] Number[.5] Number[5L] Number[1e3]")]
    [InlineData("t1.c*2", "Word[t1] Operator[.] Word[c] Operator[*] Number[2]")]
    [InlineData("a<=>b||c->d", "Word[a] Operator[<=>] Word[b] Operator[||] Word[c] Operator[->] Word[d]")]
    [InlineData("a -- b ':x'\nc", "Word[a] Comment[-- b ':x'] Word[c]")]
    [InlineData("/* a /* b */ c */ d", "Comment[/* a /* b */ c */] Word[d]")]
    [InlineData("/*+ BROADCAST(t) */ d", "Hint[/*+ BROADCAST(t) */] Word[d]")]
    [InlineData("", "")]
    public void Text_becomes_tokens(string text, string expected) => Assert.Equal(expected, Kinds(text));

    [Fact]
    public void Each_token_knows_its_line_and_column()
    {
        var tokens = SqlTokenizer.Read("a.sql", "select\n  'a\nb' as x\n/* c\n */ , y");

        Assert.Equal(["1:1", "2:3", "3:4", "3:7", "4:1", "5:5", "5:7"], tokens.Select(t => $"{t.Line}:{t.Column}"));
        Assert.All(tokens, t => Assert.Equal(t.Text, "select\n  'a\nb' as x\n/* c\n */ , y".Substring(t.Offset, t.Text.Length)));
    }

    [Theory]
    [InlineData("select\n 'abc", "m.sql:2:2: a quoted text begins here and never ends")]
    [InlineData("select /* a", "m.sql:1:8: a comment begins here and never ends")]
    public void A_missing_end_names_the_beginning(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SqlModelException>(() => SqlTokenizer.Read("m.sql", text)).Message);
}
