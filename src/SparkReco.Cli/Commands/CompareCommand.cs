using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Reports;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>compare</c>: prints the comparison of a run date; or compares files of lists with each other, without a run.</summary>
internal static class CompareCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "compare",
            """
            Prints the published comparison of two systems, the headline first. With --lists it compares files of lists with each other, without
            configuration or run: Parquet, CSV, JSON Lines or the batch output of Amazon Personalize; docs/compare.md says more.

            Examples:
              sparkreco compare --run-date 2026-09-01
              sparkreco compare --run-date 2026-09-01 --metric ndcg --segment tier=paid
              sparkreco compare --lists ours.parquet --lists theirs.csv --truth later.jsonl
            """
        );
        var common = new CommonOptions(command);
        var lists = new Option<string[]>("--lists")
        {
            Description =
                "Files, a folder or a glob of lists, given twice or more: each is compared with each other. NAME= before it names the system.",
            HelpName = "[NAME=]PATH",
        };
        var truth = new Option<string?>("--truth")
        {
            Description = "With --lists: what users did later, with user_id, item_id and, if known, watch_seconds.",
            HelpName = "PATH",
        };
        var file = new Option<string?>("--file") { Description = "With --lists: where the HTML report is written.", HelpName = "FILE" };
        var pair = new Option<string?>("--pair") { Description = "The pair of systems, in place of the main one.", HelpName = "REFERENCE:SYSTEM" };
        var metrics = new Option<string[]>("--metric") { Description = "Metrics, in place of all.", HelpName = "NAME" };
        var segments = new Option<string[]>("--segment") { Description = "Parts of the users, in place of all users.", HelpName = "NAME" };
        var cutoffs = new Option<string?>("--k")
        {
            Description = "List lengths; of a run, those to show in place of the main one.",
            HelpName = "5,10,25",
        };
        var all = new Option<bool>("--all") { Description = "Shows every segment and list length." };
        var output = CommonOptions.OutputOption();
        foreach (var option in new Option[] { lists, truth, file, pair, metrics, segments, cutoffs, all, output })
            command.Add(option);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var isJson = parsed.GetValue(output) == "json";
                var lengths = Cutoffs(parsed.GetValue(cutoffs));
                var wanted = new ComparisonText.Filter(
                    parsed.GetValue(pair),
                    parsed.GetValue(metrics) ?? [],
                    parsed.GetValue(segments) ?? [],
                    lengths,
                    parsed.GetValue(all)
                );
                if (parsed.GetValue(lists) is { Length: > 0 } paths)
                {
                    CompareLists.RequireOther(parsed.GetValue(file), [.. paths, .. parsed.GetValue(truth) is { } judge ? (string[])[judge] : []]);
                    var data = await CompareLists.CompareAsync(composition, paths, parsed.GetValue(truth), lengths, cancellation);
                    return await CompareLists.PrintAsync(
                        composition,
                        data,
                        wanted with
                        {
                            Cutoffs = [],
                        },
                        parsed.GetValue(file),
                        isJson,
                        cancellation
                    );
                }

                if (parsed.GetValue(truth) is not null || parsed.GetValue(file) is not null)
                    throw new ConfigurationException("--truth and --file go with --lists; 'sparkreco report --file FILE' writes the report of a run");
                await PrintRunAsync(composition, common, parsed, wanted, isJson, cancellation);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static async Task PrintRunAsync(
        Composition composition,
        CommonOptions common,
        ParseResult parsed,
        ComparisonText.Filter wanted,
        bool isJson,
        CancellationToken cancellation
    )
    {
        var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
        await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
        var settings = lake.Settings;
        if (!lake.HasComparison)
            throw new ConfigurationException(
                $"there is no comparison of {settings.RunDate:yyyy-MM-dd}: name Amazon Personalize's output in 'inputs.personalize.paths', or lists of another system in 'inputs.lists', and run again; files of lists are compared with --lists"
            );
        var data = await lake.ReadAsync(cancellation);
        var rows = ComparisonText.Choose(data, wanted);
        if (isJson)
        {
            await composition.Terminal.Output.WriteLineAsync(
                Json.Text(ComparisonText.Twin(data, wanted is { IsEmpty: true, Pair: null } ? data.Comparison : rows))
            );
            return;
        }

        // A test of the two systems goes first, and one of others last.
        var (test, leads) = (Findings.AbTest(data), wanted.Pair is null && Findings.LeadsWithTest(data));
        if (test is not null && leads)
        {
            ComparisonText.Line(composition.Terminal.Data, test);
            composition.Terminal.Data.WriteLine("");
        }

        ComparisonText.Write(composition.Terminal.Data, data, wanted, rows);
        if (test is not null && !leads)
            ComparisonText.Line(composition.Terminal.Data, test);
        ComparisonText.Line(
            composition.Terminal.Data,
            $"Lists of {data.RunDate:yyyy-MM-dd}, run {data.RunId}. The baseline is {data.Settings.BaselineName}."
        );
        if (data.Settings.Personalize.IsStandIn)
            ComparisonText.Line(composition.Terminal.Data, StandIn.Notice);
    }

    private static int[] Cutoffs(string? text) =>
        text is null ? []
        : text.Split(',').Select(part => int.TryParse(part, out var k) && k is >= 1 and <= 500 ? k : 0).ToArray() is var lengths
        && !lengths.Contains(0)
            ? lengths
        : throw new ConfigurationException($"--k {text}: list lengths are whole numbers from 1 to 500, such as 5,10,25");
}
