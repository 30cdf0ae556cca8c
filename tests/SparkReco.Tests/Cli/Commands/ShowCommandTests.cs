using System.Text.Json;
using DuckDB.NET.Data;
using SparkReco.Configuration;
using SparkReco.Ranking;
using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class ShowCommandTests(ComparedWorld compared) : IClassFixture<ComparedWorld>
{
    [Fact]
    public async Task A_users_two_lists_stand_side_by_side_with_shifts_reasons_and_what_came_of_them()
    {
        var user = (await SampleAsync()).First(chosen => chosen.Kind is "both" or "system" or "reference").User;

        var output = (await ShowAsync("--user", user)).Output;

        var lines = output.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 120));
        Assert.StartsWith($"User {user}: ", lines[0]);
        Assert.StartsWith("Tables of run ", lines[1]);
        var head = Array.FindIndex(lines, line => line.TrimEnd().EndsWith("shift", StringComparison.Ordinal));
        Assert.Contains("Baseline", lines[head]);
        Assert.Contains("Amazon Personalize", lines[head]);
        Assert.Contains(lines, line => line.StartsWith("Why the baseline has them: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("They were proposed as: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Taken up later: ", StringComparison.Ordinal));
        Assert.Contains("* ", string.Join('\n', lines[(head + 1)..]));
    }

    [Fact]
    public async Task An_item_has_its_places_by_system_and_tier_and_who_took_it_up()
    {
        var user = (await SampleAsync())[0].User;
        var first = JsonDocument.Parse((await ShowAsync("--user", user, "--output", "json")).Output).RootElement.GetProperty("recommendations")[0];
        var item = first.GetProperty("item_id").GetString()!;

        var output = (await ShowAsync("--item", item)).Output;
        var places = JsonDocument.Parse((await ShowAsync("--item", item, "--output", "json")).Output).RootElement.GetProperty("places");

        Assert.StartsWith($"Item {item}: ", output);
        Assert.Contains("mean place", output);
        Assert.All(
            places.EnumerateArray(),
            place =>
            {
                Assert.InRange(place.GetProperty("mean_rank").GetDouble(), 1, 25);
                Assert.InRange(place.GetProperty("first_users").GetInt64(), 0, place.GetProperty("users").GetInt64());
            }
        );
    }

    [Fact]
    public async Task A_sample_has_each_kind_of_user_once_with_a_reason_and_is_the_same_every_time()
    {
        var sample = await SampleAsync();

        Assert.Equal(sample, await SampleAsync());
        Assert.Equal(sample.Length, sample.Select(chosen => chosen.User).Distinct().Count());
        Assert.Equal(sample.Length, sample.Select(chosen => chosen.Kind).Distinct().Count());
        Assert.Subset(
            new HashSet<string> { "alike", "unlike", "system", "reference", "both", "neither", "new" },
            sample.Select(chosen => chosen.Kind).ToHashSet()
        );
        Assert.Contains("of the first 10 items in common", (await ShowAsync("--sample")).Output);
        Assert.InRange((await SampleAsync("2")).Count(chosen => chosen.Kind == "alike"), 2, 2);
    }

    [Theory]
    [InlineData("say what to show: one of --user U, --item I and --sample")]
    [InlineData("there is no user 'nobody' in the tables of", "--user", "nobody")]
    [InlineData("there is no item 'nothing' in the tables of", "--item", "nothing")]
    [InlineData("the run compares baseline:personalize", "--user", "nobody", "--pair", "x:y")]
    public async Task What_is_not_there_is_refused_with_the_remedy(string message, params string[] options)
    {
        var result = await Sparkreco.RunAsync(["show", "--config", compared.Configuration, .. options]);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Errors);
    }

    private async Task<(string Kind, string User)[]> SampleAsync(string count = "1") =>
        [
            .. JsonDocument
                .Parse((await ShowAsync("--sample", count, "--output", "json")).Output)
                .RootElement.GetProperty("users")
                .EnumerateArray()
                .Select(user => (user.GetProperty("kind").GetString()!, user.GetProperty("user_id").GetString()!)),
        ];

    private Task<Sparkreco.Result> ShowAsync(params string[] options) =>
        Sparkreco.DoneAsync(["show", "--config", compared.Configuration, .. options]);

    [Fact]
    public async Task No_text_of_data_turns_the_direction_of_the_terminal()
    {
        using var world = new TestWorld();
        File.AppendAllText(world.PathOf("raw/users.jsonl"), "{\"user_id\":\"odd\",\"tier\":\"paid\",\"country\":\"x\u202Ey\"}\n");
        File.WriteAllText(world.PathOf("raw/events/no\u202Erows.jsonl"), "");

        var run = await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var show = await Sparkreco.DoneAsync("show", "--config", world.Configuration, "--user", "odd");

        Assert.Contains(@"raw/events/no\u202Erows.jsonl", run.Errors);
        Assert.Contains(@"x\u202Ey", show.Output);
        Assert.DoesNotContain('\u202E', run.Output + run.Errors + show.Output + show.Errors);
    }

    [Fact]
    public async Task Where_trees_order_the_list_it_is_told_what_moved_each_item_and_elsewhere_nothing_of_it()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--run-id", "r");
        string[] show = ["show", "--config", world.Configuration, "--user", BusiestUser(world.Lake)];
        var before = await Sparkreco.DoneAsync(show);
        var without = JsonDocument.Parse((await Sparkreco.DoneAsync([.. show, "--output", "json"])).Output).RootElement;

        await GiveTreesAsync(world, minHistory: 1);
        var after = await Sparkreco.DoneAsync(show);
        var ranking = JsonDocument.Parse((await Sparkreco.DoneAsync([.. show, "--output", "json"])).Output).RootElement.GetProperty("ranking");

        Assert.DoesNotContain("re-ranking", before.Output);
        Assert.Equal(JsonValueKind.Null, without.GetProperty("ranking").ValueKind);
        var lines = after.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 120));
        var head = Array.FindIndex(lines, line => line.StartsWith("What moved them in the re-ranking", StringComparison.Ordinal));
        Assert.Contains("the blend rates it high", lines[head + 2]);
        Assert.Contains("the blend rates it low", lines[head + 1 + ranking.GetProperty("places").GetArrayLength()]);
        Assert.Equal(100, ranking.GetProperty("base").GetInt64());
        var first = ranking.GetProperty("places")[0];
        Assert.Equal(100 + 25_500, first.GetProperty("rating").GetInt64());
        Assert.Equal("blend", first.GetProperty("up").GetProperty("group").GetString());
        Assert.Equal(
            25_500,
            first
                .GetProperty("features")
                .EnumerateArray()
                .Single(feature => feature.GetProperty("name").GetString() == "blend_gap")
                .GetProperty("contribution")
                .GetInt64()
        );

        await GiveTreesAsync(world, minHistory: 100);
        var tooShort = await Sparkreco.DoneAsync(show);
        Assert.Contains("for users with fewer than 100 items in their history are not re-ranked", tooShort.Output.Replace('\n', ' '));
    }

    /// <summary>Publishes a tree that rates the blend's first item high and all others low, as if the run had learned it.</summary>
    private static async Task GiveTreesAsync(TestWorld world, int minHistory)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = world.Run("r");
        var folder = run.Published(RankerTables.Trees);
        Directory.CreateDirectory(folder.ToString());
        Ask(
            $"""
            copy (
                select tree::int as tree, node::int as node, feature::varchar as feature, threshold::int as threshold, left_child::int as left_child,
                    right_child::int as right_child, node_value::int as node_value, date '2026-01-01' as learned_on, 'made up' as ranker_id, '' as feature_hash
                from (values (0, 0, 'blend_gap', 0, 1, 2, 100), (0, 1, null, null, null, null, 25600), (0, 2, null, null, null, null, -25600))
                    as nodes (tree, node, feature, threshold, left_child, right_child, node_value)
            ) to '{folder}/part-made-up.parquet' (format parquet)
            """
        );
        var file = (await run.Store.ListAsync(folder, cancellation)).Single(file => file.Name == "part-made-up.parquet");
        var trees = new TableRecord("ranker_trees", 3, [new TableFile(file.Name, file.Size, "", file.Version)]);
        var generation = (await Generation.ReadAsync(run, cancellation))!;
        await (
            generation with
            {
                Settings = generation.Settings with { Ranker = new RankerSettings { MinHistory = minHistory } },
                Tables = [.. generation.Tables.Where(table => table.Id != trees.Id), trees],
            }
        ).WriteAsync(run, await run.Store.FindAsync(run.Generation, cancellation), cancellation);
    }

    /// <summary>The user with a list who had most items.</summary>
    private static string BusiestUser(string lake) =>
        (string)
            Ask(
                $"""
                select user_id from read_parquet('{lake}/engagement/**/*.parquet')
                where user_id in (select user_id from read_parquet('{lake}/recommendations/**/system=baseline/*.parquet'))
                group by user_id order by count(*) desc, user_id limit 1
                """
            )!;

    private static object? Ask(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
