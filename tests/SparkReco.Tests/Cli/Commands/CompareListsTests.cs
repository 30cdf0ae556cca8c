using System.Globalization;
using System.Text.Json;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class CompareListsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lists_of_any_form_agree_as_they_do_by_definition()
    {
        var csv = _folder.Write("ours.csv", "user_id,rank,item_id\n01,2,b\n01,1,a\n01,4,d\n01,3,c\n01,5,e\n");
        string[] others =
        [
            _folder.Write("lines.jsonl", """{"user_id":"01","items":["b","a","c","f","g"]}"""),
            _folder.Write("scores.tsv", "userId\titemId\tscore\n01\tg\t0.1\n01\tf\t0.2\n01\tc\t0.3\n01\ta\t0.4\n01\tb\t5e-1\n"),
            _folder.Write(
                "batch.out",
                """
                {"input":{"userId":"01"},"output":{"recommendedItems":["b","a","c","f","g"],"scores":[0.5,0.4,0.3,0.2,0.1]},"error":null}
                {"input":{"userId":"02"},"output":null,"error":"no list"}
                """
            ),
            _folder.Write("odd [1].csv", "USER_ID,ITEM_ID\n01,b\n01,a\n01,c\n01,f\n01,g\n"),
        ];

        foreach (var other in others)
        {
            var comparison = await ReadAsync("--lists", csv, "--lists", other, "--k", "5");

            // a b c d e against b a c f g: 3/5, 3/7, RBO, 6/35, 8/30
            Assert.Equal(0.6, Agreement(comparison, "overlap"), 1e-9);
            Assert.Equal(3 / 7d, Agreement(comparison, "jaccard"), 1e-9);
            Assert.Equal(0.619335, Agreement(comparison, "rbo"), 1e-6);
            Assert.Equal(6 / 35d, Agreement(comparison, "kendall"), 1e-9);
            Assert.Equal(8 / 30d, Agreement(comparison, "footrule"), 1e-9);
        }
    }

    [Fact]
    public async Task Behaviour_judges_every_user_with_a_list_and_one_without_a_list_of_a_system_counts_nothing()
    {
        var ours = Lists("ours.csv", ("u1", "ab"), ("u2", "ab"));
        var theirs = Lists("theirs.csv", ("u1", "ba"));
        var truth = _folder.Write("later.csv", "user_id,item_id,watch_seconds\nu1,b,60\nu1,b,30\nu2,b,30\nu3,a,600\n");

        var comparison = await ReadAsync("--lists", ours, "--lists", theirs, "--truth", truth, "--k", "1,2");

        // At 2: both of u1 find b, ours of u2, too. Minutes: ours (90 + 30) / 2 s, theirs 90 / 2 s. u3 has no list.
        Assert.Equal((2, 1, 0.5), Values(comparison, "hit_rate", 2));
        Assert.Equal((2, 1, 0.75), Values(comparison, "watch_minutes", 2));
        Assert.Equal((2, 0, 0.5), Values(comparison, "hit_rate", 1));
        Assert.Contains("2 of 3", Check(comparison, "Users judged"));
    }

    [Fact]
    public async Task What_is_missing_repeated_short_or_shared_is_told_with_counts()
    {
        var ours = _folder.Write("ours.csv", "user_id,item_id,rank\nu1,a,1\nu1,a,2\nu1,b,3\nu1,c,3\n,a,1\nu2,a,one\nu2,b,1\n");
        var theirs = Lists("theirs.csv", ("u1", "abc"), ("u4", "abc"));

        var result = await Sparkreco.DoneAsync("compare", "--lists", ours, "--lists", theirs, "--k", "3");

        Assert.Contains("Rows of 'ours' left out: 2 of 7.", result.Output);
        Assert.Contains("Repeated items in 'ours': 1.", result.Output);
        Assert.Contains("Shared places in 'ours': 1.", result.Output);
        Assert.Contains("Short lists in 'ours': 1 of 2.", result.Output);
        Assert.Contains("Users with lists of 'ours' and 'theirs': 1 of 3.", result.Output);
        Assert.Contains("ours.csv: user 'user_id', item 'item_id', place 'rank'", result.Errors);
    }

    [Theory]
    [InlineData("0012", "12", "ids lost their leading zeros")]
    [InlineData("12", "12.0", "ids became numbers with a decimal point")]
    [InlineData("user-12", "12", "ids lack 'user-' before them")]
    [InlineData("12", "user-12", "ids have 'user-' before them")]
    [InlineData("user-12", "member_12", "ids begin with 'member_' in place of 'user-'")]
    [InlineData("user-12", "User-12", "the case of letters differs")]
    [InlineData("User-12", "user-12", "the case of letters differs")]
    [InlineData("u12", "u0012", "ids have leading zeros")]
    [InlineData("u0012", "u12", "ids lost their leading zeros")]
    [InlineData("user-0012", "12", "ids lack 'user-' before them, and ids lost their leading zeros")]
    public async Task Users_that_are_spelt_in_another_way_are_refused_with_the_cause(string ours, string theirs, string cause)
    {
        var result = await Sparkreco.RunAsync("compare", "--lists", Lists("ours.csv", (ours, "ab")), "--lists", Lists("theirs.csv", (theirs, "ab")));

        Assert.Equal(2, result.Code);
        Assert.Contains("no user has a list in both 'ours' (1 users) and 'theirs' (1 users)", result.Errors);
        Assert.Contains($"'{theirs}' where the other has '{ours}': {cause}", result.Errors);
    }

    [Fact]
    public async Task Users_that_no_spelling_makes_alike_are_shown_as_they_are()
    {
        var result = await Sparkreco.RunAsync(
            "compare",
            "--lists",
            Lists("ours.csv", ("12", "ab")),
            "--lists",
            Lists("theirs.csv", ("user-7", "ab"))
        );

        Assert.Equal(2, result.Code);
        Assert.Contains("ids are such as '12' here and 'user-7' there: are they lists of other users?", result.Errors);
    }

    [Theory]
    [InlineData("user_id,item_id,rank\n", "has names of columns, but no row")]
    [InlineData("user_id,item_id,rank\nu1,,1\n,a,2\n", "none of its 2 rows has all of user 'user_id', item 'item_id', place 'rank'")]
    public async Task Files_without_a_list_are_refused_by_their_name(string text, string message)
    {
        var empty = _folder.Write("empty.csv", text);

        var result = await Sparkreco.RunAsync("compare", "--lists", Lists("ours.csv", ("u1", "ab")), "--lists", empty);

        Assert.Equal(2, result.Code);
        Assert.Contains($"empty.csv", result.Errors);
        Assert.Contains(message, result.Errors);
    }

    /// <summary>Forty users did a. The one list has it first, the other last of three, the third not at all.</summary>
    [Fact]
    public async Task Of_three_sets_the_first_line_names_the_one_that_is_better_than_each_of_the_others()
    {
        var sets = new[] { ("last", "bca"), ("first", "abc"), ("never", "xbc") }.SelectMany(set => new[] { "--lists", Of40(set.Item1, set.Item2) });
        var truth = Of40("later", "a");

        var result = await Sparkreco.DoneAsync(["compare", .. sets, "--truth", truth, "--k", "3"]);
        var other = await Sparkreco.DoneAsync(["compare", .. sets, "--truth", truth, "--k", "3", "--pair", "first:never"]);

        Assert.StartsWith("'first' is the best of the 3: it is better than each of the others.", result.Output);
        Assert.Matches(@"first +100\.0 % +1\.0000", result.Output);
        Assert.Contains("== last and never", result.Output);
        Assert.DoesNotContain("== first and never", result.Output);
        Assert.Contains("Difference: 'never' less 'first'", other.Output);
    }

    [Fact]
    public async Task Of_three_sets_of_which_two_are_alike_the_first_line_names_both_and_no_best()
    {
        var sets = new[] { ("one", "abc"), ("copy", "abc"), ("never", "xbc") }.SelectMany(set => new[] { "--lists", Of40(set.Item1, set.Item2) });

        var result = await Sparkreco.DoneAsync(["compare", .. sets, "--truth", Of40("later", "a"), "--k", "3"]);
        var alike = await Sparkreco.DoneAsync(["compare", .. sets, "--k", "3"]);

        Assert.StartsWith(
            "None of the 3 is clearly the best: no other is clearly better than 'one' or 'copy', but nothing tells which of these is.",
            result.Output.ReplaceLineEndings(" ")
        );
        Assert.StartsWith("'one' and 'copy' are the most alike: their two lists of a user share 3.0", alike.Output);
    }

    [Fact]
    public async Task Items_that_are_spelt_in_another_way_make_the_headline_say_so()
    {
        var ours = _folder.Write("ours.csv", "user_id,item_id\nu1,007\nu1,008\n");
        var theirs = _folder.Write("theirs.csv", "user_id,item_id\nu1,7\nu1,8\n");

        var result = await Sparkreco.DoneAsync("compare", "--lists", ours, "--lists", theirs);

        Assert.StartsWith("Not a fair comparison: ids of items differ", result.Output);
    }

    [Theory]
    [InlineData("one set", "name another one", "ours.csv")]
    [InlineData("same names", "name them, as in --lists ours=", "ours.csv", "ours.csv")]
    [InlineData("no file", "there is no such file or folder", "ours.csv", "none.csv")]
    [InlineData("no form", "its name does not tell what it is", "ours.csv", "text.txt")]
    [InlineData("no columns", "no column holds a user; found 'a', 'b'", "ours.csv", "other.csv")]
    public async Task What_cannot_be_compared_is_refused_with_the_remedy(string what, string message, params string[] files)
    {
        Lists("ours.csv", ("u1", "ab"));
        _folder.Write("text.txt", "u1,a");
        _folder.Write("other.csv", "a,b\n1,2\n");
        Assert.NotEmpty(what);

        var result = await Sparkreco.RunAsync(["compare", .. files.SelectMany(file => new[] { "--lists", Path.Combine(_folder.Root, file) })]);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Errors);
    }

    [Fact]
    public async Task The_report_has_what_files_can_fill_and_nothing_of_runs()
    {
        var users = Enumerable.Range(0, 40).Select(user => $"u{user:00}").ToArray();
        var ours = Lists("ours.csv", [.. users.Select(user => (user, "abc"))]);
        var theirs = Lists("theirs.csv", [.. users.Select(user => (user, "cde"))]);
        var truth = Lists("later.csv", [.. users.Select(user => (user, "a"))]);
        var page = Path.Combine(_folder.Root, "report.html");

        await Sparkreco.DoneAsync("compare", "--lists", ours, "--lists", theirs, "--truth", truth, "--k", "3", "--file", page);

        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Matches("ours.{1,6} is better", html);
        Assert.Contains("What was read", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0001-01-01", html);
        Assert.DoesNotContain("month", html);
        Assert.DoesNotContain("NaN", html);
        Assert.DoesNotContain("eligible", html);
    }

    [Fact]
    public async Task The_report_never_takes_the_place_of_what_is_compared()
    {
        var ours = Lists("ours.csv", ("u1", "ab"));
        var theirs = Lists("theirs.csv", ("u1", "bc"));

        var result = await Sparkreco.RunAsync("compare", "--lists", ours, "--lists", theirs, "--file", theirs);

        Assert.Equal(2, result.Code);
        Assert.Contains("is one of the compared files", result.Errors);
        Assert.StartsWith("user_id", await File.ReadAllTextAsync(theirs, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private string Of40(string name, string items) => Lists($"{name}.csv", [.. Enumerable.Range(0, 40).Select(user => ($"u{user:00}", items))]);

    private string Lists(string name, params (string User, string Items)[] lists) =>
        _folder.Write(
            name,
            "user_id,item_id,rank\n"
                + string.Concat(lists.SelectMany(list => list.Items.Select((item, place) => $"{list.User},{item},{place + 1}\n")))
        );

    private static async Task<JsonElement> ReadAsync(params string[] arguments)
    {
        var result = await Sparkreco.DoneAsync(["compare", "--output", "json", .. arguments]);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static JsonElement Row(JsonElement comparison, string metric, int k) =>
        comparison
            .GetProperty("comparison")
            .EnumerateArray()
            .Single(row => row.GetProperty("metric").GetString() == metric && row.GetProperty("k").GetInt32() == k);

    private static double Agreement(JsonElement comparison, string metric) => Row(comparison, metric, 5).GetProperty("agreement").GetDouble();

    private static (int Users, double Reference, double System) Values(JsonElement comparison, string metric, int k)
    {
        var row = Row(comparison, metric, k);
        return (
            row.GetProperty("user_count").GetInt32(),
            Math.Round(row.GetProperty("reference_value").GetDouble(), 6),
            Math.Round(row.GetProperty("system_value").GetDouble(), 6)
        );
    }

    private static string Check(JsonElement comparison, string name) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("check").GetString() == name).GetProperty("value")}"
        );
}
