using System.Text;
using SparkReco.Ingest;
using SparkReco.Personalize;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Personalize;

public sealed class BatchOutputTests : IDisposable
{
    private const string Good = """{"input":{"userId":"u1"},"output":{"recommendedItems":["i1","i2"],"scores":[0.5,0.25]},"error":null}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bare_NaN_among_the_scores_is_an_unknown_score()
    {
        var line = Assert.Single(Read("""{"input":{"userId":"u1"},"output":{"recommendedItems":["a","b"],"scores":[0.5, NaN]}}"""));

        Assert.Null(line.Problem);
        Assert.Equal([0.5, null], line.Scores!);
    }

    [Fact]
    public void A_line_is_a_users_list_with_scores()
    {
        var line = Assert.Single(Read(Good));

        Assert.Equal((1, "u1", null), (line.Line, line.Id, line.Problem));
        Assert.Equal(["i1", "i2"], line.Items);
        Assert.Equal([0.5, 0.25], line.Scores);
    }

    [Theory]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1"]}}""")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1"]},"error":null}""")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1"],"scores":null},"error":""}""")]
    [InlineData("""{"error":null,"output":{"recommendedItems":["i1"]},"input":{"filterValues":{"A":"\"x\""},"userId":"u1"}}""")]
    [InlineData("""{"input":{"userId":" u1 "},"output":{"recommendedItems":["\ti1 "]}}""")]
    public void Scores_and_error_may_be_absent_and_blanks_around_ids_do_not_count(string text)
    {
        var line = Assert.Single(Read(text));

        Assert.Equal(("u1", "i1", null, null), (line.Id, Assert.Single(line.Items), line.Scores, line.Problem));
    }

    [Fact]
    public void Ids_that_look_like_numbers_are_texts()
    {
        var line = Assert.Single(Read("""{"input":{"userId":70},"output":{"recommendedItems":["1"]}}"""));

        Assert.Equal("70", line.Id);
        Assert.Equal(
            ["0012", "12", "u-É"],
            Assert.Single(Read("""{"input":{"userId":"x"},"output":{"recommendedItems":["0012",12,"u-É"]}}""")).Items
        );
    }

    [Fact]
    public void The_case_of_an_id_stays_as_delivered() =>
        Assert.Equal("U1", Assert.Single(Read("""{"input":{"userId":"U1"},"output":{"recommendedItems":["i1"]}}""")).Id);

    [Theory]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":[],"scores":[]},"error":"no such user"}""", "the service reported an error")]
    [InlineData("""{"input":{"userId":"u1"},"output":null,"error":null}""", "no output.recommendedItems")]
    [InlineData("""{"input":{"userId":"u1"}}""", "no output.recommendedItems")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedUsers":["u2"]}}""", "no output.recommendedItems")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":"i1"}}""", "no output.recommendedItems")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":[]}}""", "an empty list")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1",null]}}""", "an item without an id")]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1"," "]}}""", "an item without an id")]
    public void A_users_line_without_a_list_says_why(string text, string problem)
    {
        var line = Assert.Single(Read(text));

        Assert.Equal(("u1", problem), (line.Id, line.Problem));
        Assert.Empty(line.Items);
    }

    [Theory]
    [InlineData("""{"input":{"userId":"u1"},"output":{"recommendedIt""", "not valid JSON")]
    [InlineData("not json", "not valid JSON")]
    [InlineData("""{"input":{"userId":"u\ud800"},"output":{"recommendedItems":["i1"]}}""", "not valid JSON")]
    [InlineData("[1]", "no input.userId")]
    [InlineData("null", "no input.userId")]
    [InlineData("{}", "no input.userId")]
    [InlineData("""{"input":"u1"}""", "no input.userId")]
    [InlineData(
        """{"input":{"itemId":"i1"},"output":{"recommendedItems":["i2"]}}""",
        "a list for an item (input.itemId), as jobs of similar items make, and not for a user"
    )]
    [InlineData("""{"input":{"userId":null},"output":{"recommendedItems":["i2"]}}""", "no input.userId")]
    [InlineData("""{"input":{"userId":"  "},"output":{"recommendedItems":["i2"]}}""", "no input.userId")]
    public void A_line_of_nobody_says_why_and_the_next_line_is_read(string text, string problem)
    {
        var lines = Read($"{text}\n{Good}");

        Assert.Equal([problem, null], lines.Select(line => line.Problem));
        Assert.Equal([null, "u1"], lines.Select(line => line.Id));
    }

    [Fact]
    public void An_items_broken_text_is_a_problem_of_its_line_only() =>
        Assert.Equal(
            ["not valid JSON", null],
            Read("""{"input":{"userId":"u1"},"output":{"recommendedItems":["\udc00"]}}""" + "\n" + Good).Select(line => line.Problem)
        );

    [Fact]
    public void The_text_of_an_error_which_may_name_users_is_not_kept()
    {
        var line = Assert.Single(Read($$"""{"input":{"userId":"u1"},"error":"{{new string('x', 10_000)}}"}"""));

        Assert.Equal("the service reported an error", line.Problem);
    }

    [Fact]
    public void Deep_nesting_is_a_problem_of_its_line()
    {
        var lines = Read($"{new string('[', 100_000)}\n{Good}");

        Assert.Equal(["not valid JSON", null], lines.Select(line => line.Problem));
    }

    [Theory]
    [InlineData("[0.5]")]
    [InlineData("[0.5,0.25,0.1]")]
    [InlineData("[]")]
    public void With_another_number_of_scores_the_list_stays_and_the_scores_go(string scores)
    {
        var line = Assert.Single(Read("""{"input":{"userId":"u1"},"output":{"recommendedItems":["i1","i2"],"scores":""" + scores + "}}"));

        Assert.Equal(("not as many scores as items", 2), (line.Problem, line.Items.Count));
        Assert.Null(line.Scores);
    }

    [Fact]
    public void Rising_negative_equal_and_large_scores_are_taken_as_they_are_and_what_is_no_number_is_none()
    {
        var line = Assert.Single(
            Read("""{"input":{"userId":"u1"},"output":{"recommendedItems":["a","b","c","d","e","f"],"scores":[-1,0.5,0.5,7,"NaN",1e999]}}""")
        );

        Assert.Equal([-1, 0.5, 0.5, 7, null, null], line.Scores!);
        Assert.Null(line.Problem);
    }

    [Fact]
    public void Lists_of_any_length_with_repeated_items_are_left_to_the_models()
    {
        string[] items = [.. Enumerable.Range(0, 600).Select(number => $"i{number % 500}")];

        Assert.Equal(
            items,
            Assert.Single(Read($$$"""{"input":{"userId":"u1"},"output":{"recommendedItems":["{{{string.Join("\",\"", items)}}}"]}}""")).Items
        );
    }

    [Fact]
    public void Blank_lines_count_as_lines_only_and_a_user_may_have_two_lists()
    {
        var lines = Read($"\uFEFF\n \r\n{Good}\r\n\n{Good}\n");

        Assert.Equal([(3, "u1"), (5, "u1")], lines.Select(line => ((int)line.Line, line.Id!)));
    }

    [Fact]
    public void A_line_without_end_is_a_problem_and_takes_no_memory()
    {
        using var endless = new HugeLine(300 << 20, "\n" + Good);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var lines = BatchOutput.Read(endless).ToArray();

        Assert.Equal([(1L, "longer than 4 MB"), (2L, null)], lines.Select(line => (line.Line, line.Problem)));
        Assert.Equal("u1", lines[1].Id);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Only_out_files_of_a_folder_are_read()
    {
        foreach (var name in new[] { "users.json.out", "100%.out", "users.json.out.1", "_CHECK", "users.json", "errors.out.tmp" })
            _folder.Write("output/" + name, Good);

        Assert.Equal(["output/100%.out", "output/users.json.out"], List("output").Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_without_out_files_is_a_problem_of_the_configuration()
    {
        _folder.Write("output/users.json", "");

        var error = Assert.Throws<SourceConfigurationException>(() => List("output"));

        Assert.Contains("inputs.personalize.paths[0]: output has no .out file", error.Message, StringComparison.Ordinal);
    }

    private static SourceFiles Sources { get; } = new(Some.Stores);

    private IReadOnlyList<SourceFile> List(string path) =>
        Sources.ListAsync(Source(path), Location.OfThisMachine(_folder.Root), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    private static SourceSettings Source(string path) =>
        new()
        {
            Key = "inputs.personalize",
            Paths = [path],
            Choose = BatchOutput.Choose,
        };

    private BatchLine[] Read(string text)
    {
        _folder.Write("x.out", text);
        return [.. List("x.out").SelectMany(file => BatchOutput.Read(Sources.Open(file, TestContext.Current.CancellationToken)))];
    }

    /// <summary>So many letters, and then a text.</summary>
    private sealed class HugeLine(long letters, string rest) : ReadOnlyStream
    {
        private readonly MemoryStream _rest = new(Encoding.UTF8.GetBytes(rest));
        private long _left = letters;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0)
                return _rest.Read(buffer);
            var count = (int)Math.Min(_left, buffer.Length);
            buffer[..count].Fill((byte)'x');
            _left -= count;
            return count;
        }
    }
}
