using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Personalize;

/// <summary>Lists that do not fit the users and items are refused, with the likely cause, and never judged as bad ones.</summary>
public sealed class ListFitTests : IDisposable
{
    private readonly TestWorld _world = new();

    private string Output => Path.Combine(_world.Folder, "personalize");

    public void Dispose() => _world.Dispose();

    /// <summary>One run, which goes on at the reading of the lists each time.</summary>
    [Fact]
    public async Task Ids_that_nobody_has_are_refused_with_their_likely_cause()
    {
        (string Cause, string Field, string Change)[] cases =
        [
            ("ids became numbers with a decimal point", "userId", "{0}.0"),
            ("the case of letters differs", "userId", "upper"),
            ("ids have quotes or blanks around them", "userId", "'{0}'"),
            ("ids have 'other-' before them", "userId", "other-{0}"),
            ("are written as in addresses, with %", "userId", "%75{1}"),
            ("ids lack 'u' before them", "userId", "{1}"),
            ("are they of another data set?", "userId", "x{0}y"),
            ("are they of another data set?", "recommendedItems", "x{0}y"),
        ];
        var delivered = Directory.GetFiles(Output, "*.out").ToDictionary(file => file, File.ReadAllText);

        foreach (var (cause, field, change) in cases)
        {
            foreach (var (file, text) in delivered)
                await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            Rewrite(node =>
            {
                string Changed(string id) => change == "upper" ? id.ToUpperInvariant() : string.Format(change, id, id[1..]);
                if (field == "userId" && node["input"]?["userId"] is { } user)
                    node["input"]!["userId"] = Changed(user.ToString());
                if (field == "recommendedItems" && node["output"]?[field] is System.Text.Json.Nodes.JsonArray items)
                    node["output"]![field] = new System.Text.Json.Nodes.JsonArray([
                        .. items.Select(item => (System.Text.Json.Nodes.JsonNode)Changed(item!.ToString())),
                    ]);
            });

            var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration, "--run-id", "r");

            Assert.Equal((change, ExitCodes.RefusedByQualityGate), (change, result.Code));
            Assert.Contains(cause, result.Errors);
            Assert.Contains("quality.min_known_percent", result.Errors);
            Assert.Empty(TestWorld.Tables(_world.Lake));
        }
    }

    [Fact]
    public async Task An_output_without_lists_is_refused()
    {
        foreach (var file in Directory.GetFiles(Output, "*.out"))
            await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("there is no list of Amazon Personalize in what was delivered", result.Errors);
    }

    [Fact]
    public async Task Lines_that_are_all_errors_are_refused_with_their_number()
    {
        Rewrite(node => node["error"] = "Internal");

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Matches(@"(\d+) of \1 lines of Amazon Personalize's output, such as \S+: the service reported an error", result.Errors);
    }

    [Theory]
    [InlineData("feb-{0}", "jan-{0}")]
    public async Task Outputs_of_two_jobs_in_one_folder_are_refused_and_their_files_named(params string[] places)
    {
        foreach (var file in Directory.GetFiles(Output, "*.out"))
        {
            foreach (var place in places)
            {
                var copy = Path.Combine(Output, string.Format(place, Path.GetFileName(file)));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            File.Delete(file);
        }

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.RefusedByQualityGate, result.Code);
        Assert.Contains("which is that of several jobs", result.Errors);
        Assert.All(places, place => Assert.Contains($"personalize/{place[..place.IndexOf('{', StringComparison.Ordinal)]}", result.Errors));
    }

    /// <summary>A job writes into one folder; of two folders below the path, the one that was written last has the lists.</summary>
    [Fact]
    public async Task Of_the_outputs_of_two_jobs_the_newest_is_taken_and_the_other_is_named()
    {
        foreach (var job in new[] { "job-b", "job-a" })
        {
            Directory.CreateDirectory(Path.Combine(Output, job));
            foreach (var file in Directory.GetFiles(Output, "*.out"))
                File.Copy(file, Path.Combine(Output, job, Path.GetFileName(file)));
        }

        foreach (var file in Directory.GetFiles(Output, "*.out"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(Path.Combine(Output, "job-b")))
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var result = await Sparkreco.DoneAsync("run", "--config", _world.Configuration, "--run-id", "r");
        var plan = await Sparkreco.DoneAsync("plan", "--config", _world.Configuration, "--run-id", "r");

        Assert.Contains($"the lists in {Path.Combine(Output, "job-a")} are the newest", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"left out: {Path.Combine(Output, "job-b")}", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("job-b", plan.Output, StringComparison.Ordinal);
    }

    /// <summary>A job of similar items: what is similar to a user's latest items is the user's list.</summary>
    [Fact]
    public async Task Lists_for_items_become_lists_for_users()
    {
        string[] items =
        [
            .. File.ReadLines(_world.PathOf("raw/items.csv")).Skip(1).Select(line => line.Split(',')[0]).Where(id => id.StartsWith('i')).Take(60),
        ];
        foreach (var file in Directory.GetFiles(Output, "*.out"))
            File.Delete(file);
        await File.WriteAllLinesAsync(
            Path.Combine(Output, "items.json.out"),
            items.Select(item =>
                $$$"""{"input":{"itemId":"{{{item}}}"},"output":{"recommendedItems":[{{{string.Join(',', items.Where(other => other != item).Select(other => $"\"{other}\""))}}}]},"error":null}"""
            ),
            TestContext.Current.CancellationToken
        );

        await Sparkreco.DoneAsync("run", "--config", _world.Configuration, "--run-id", "r");

        var listed = TestWorld.Count(_world.Lake, "recommendations", "system = 'personalize' and rank = 1");
        Assert.InRange(listed, TestWorld.Count(_world.Lake, "users", "is_eligible") / 2, int.MaxValue);
    }

    [Fact]
    public async Task A_run_that_is_refused_leaves_no_report_and_not_another_in_the_place_of_a_good_one()
    {
        await Sparkreco.DoneAsync("run", "--config", _world.Configuration);
        var report = Directory.GetFiles(_world.Lake, "report.html", SearchOption.AllDirectories).Single();
        var good = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        Rewrite(node =>
        {
            if (node["input"]?["userId"] is { } user)
                node["input"]!["userId"] = $"other-{user}";
        });

        Assert.Equal(ExitCodes.RefusedByQualityGate, (await Sparkreco.RunAsync("run", "--config", _world.Configuration)).Code);
        Assert.Equal(ExitCodes.RefusedByQualityGate, (await Sparkreco.RunAsync("run", "--config", _world.Configuration, "--run-id", "another")).Code);

        Assert.Equal([report], Directory.GetFiles(_world.Lake, "report.html", SearchOption.AllDirectories));
        Assert.Equal(good, await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Users_without_a_list_are_counted_where_everybody_sees_it()
    {
        var file = Directory.GetFiles(Output, "*.out")[0];
        await File.WriteAllLinesAsync(
            file,
            (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Take(5),
            TestContext.Current.CancellationToken
        );

        var result = await Sparkreco.RunAsync("run", "--config", _world.Configuration);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Matches(@"Amazon Personalize has a list for \d+ of \d+ eligible users", result.Errors);
        Assert.Matches(@"Amazon Personalize\s+has\s+lists\s+for\s+\d+\s+of\s+\d+", result.Output);
    }

    private void Rewrite(Action<System.Text.Json.Nodes.JsonNode> change)
    {
        foreach (var file in Directory.GetFiles(Output, "*.out"))
        {
            File.WriteAllLines(
                file,
                File.ReadAllLines(file)
                    .Where(line => line.StartsWith('{'))
                    .Select(line =>
                    {
                        try
                        {
                            var node = System.Text.Json.Nodes.JsonNode.Parse(line)!;
                            change(node);
                            return node.ToJsonString();
                        }
                        catch (System.Text.Json.JsonException)
                        {
                            return line; // a flaw of the demo
                        }
                    })
            );
        }
    }
}
