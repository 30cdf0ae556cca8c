using System.Text.Json;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Reports;

/// <summary>What commands say of a small company's tables, of which the log ends seven days after the run date.</summary>
public sealed class ReportDataTests : IClassFixture<ReportDataTests.PublishedWorld>
{
    private readonly PublishedWorld _published;

    public ReportDataTests(PublishedWorld published) => _published = published;

    [Fact]
    public void The_days_that_the_log_lacks_are_said()
    {
        var page = File.ReadAllText(Path.Combine(_published.World.Lake, "runs", "r", "report.html"));

        Assert.Contains("judged by 7 days of 28: the log ends on", page, StringComparison.Ordinal);
        Assert.Contains("in the 7 days from", _published.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_of_the_terminal_stand_in_the_report()
    {
        var page = System
            .Net.WebUtility.HtmlDecode(File.ReadAllText(Path.Combine(_published.World.Lake, "runs", "r", "report.html")))
            .Replace('\u00A0', ' ');

        Assert.All(
            JsonSerializer
                .Deserialize<JsonElement>(File.ReadAllText(Path.Combine(_published.World.Lake, "runs", "r", "summary.json")))
                .EnumerateArray(),
            finding => Assert.Contains(finding.GetProperty("text").GetString()!, page, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_user_is_shown_with_reasons_in_peoples_words()
    {
        var places = await Places();

        Assert.Contains("similar to what they used", places.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("item_item", places.Text, StringComparison.Ordinal);
        Assert.Contains("item_item", places.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_comparison_begins_with_what_the_report_speaks_of_and_names_the_run()
    {
        var result = await Sparkreco.DoneAsync("compare", "--config", _published.World.Configuration);

        Assert.StartsWith("The log holds an A/B test of personalize against baseline", result.Output);
        var lines = result.Output.Split('\n').SkipWhile(line => !line.StartsWith("Who is better", StringComparison.Ordinal)).ToArray();
        Assert.StartsWith("Who is better: all users (", lines[0]);
        Assert.EndsWith("first 10", lines[0].TrimEnd());
        Assert.StartsWith("hit rate ", lines[2].TrimStart());
        Assert.Contains("run r.", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Of the user with the longest history, whose list has items like it.</summary>
    private async Task<(string Text, string Json)> Places()
    {
        var users = File.ReadLines(_published.World.PathOf("raw/users.jsonl"))
            .Take(40)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("user_id").GetString()!);
        foreach (var user in users)
        {
            var json = await Sparkreco.RunAsync("show", "--config", _published.World.Configuration, "--user", user, "--output", "json");
            if (json.Output.Contains("item_item", StringComparison.Ordinal))
                return ((await Sparkreco.DoneAsync("show", "--config", _published.World.Configuration, "--user", user)).Output, json.Output);
        }

        throw new InvalidOperationException("no user has a similar item in the list");
    }

    public sealed class PublishedWorld : IAsyncLifetime
    {
        internal TestWorld World { get; } = new();

        internal string Summary { get; private set; } = "";

        public async ValueTask InitializeAsync() =>
            Summary = string.Join(
                ' ',
                (await Sparkreco.DoneAsync("run", "--config", World.Configuration, "--run-id", "r")).Output.Split(
                    (char[]?)null,
                    StringSplitOptions.RemoveEmptyEntries
                )
            );

        public ValueTask DisposeAsync()
        {
            World.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
