using System.CommandLine;
using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Experiments;
using SparkReco.Judging;
using SparkReco.Models;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace SparkReco.Cli.Commands;

/// <summary><c>experiment</c>: plans an A/B test of two systems' lists.</summary>
internal static class ExperimentCommand
{
    public static Command Create(Composition composition) =>
        new("experiment", "Plans an A/B test. What a test in the log found is in the report, and in the table experiment_summary.")
        {
            Plan(composition),
        };

    private static Command Plan(Composition composition)
    {
        var command = new Command(
            "plan",
            """
            Says how many users and days an A/B test needs, by what users did in the last days of the published log, and writes who sees what: with
            --out FILE the arm of each user, by a hash of the user's id and --salt. 'experiment.treatment_percent' of the users get the treatment.

            Example: sparkreco experiment plan --run-date 2026-09-01 --effect 5 --out arms.csv --salt home-row-1
            """
        );
        var common = new CommonOptions(command);
        var metric = new Option<string?>("--metric")
        {
            Description =
                $"What the test is to be judged by: {string.Join(", ", ExperimentMetric.All.Select(metric => metric.Name))}; the first that the log has, if none is named.",
            HelpName = "NAME",
        };
        metric.AcceptOnlyFromAmong([.. ExperimentMetric.All.Select(metric => metric.Name)]);
        var effect = new Option<double>("--effect")
        {
            Description = "The difference to find, in percent of what the metric is now.",
            DefaultValueFactory = _ => 5,
            HelpName = "PERCENT",
        };
        var power = new Option<double>("--power")
        {
            Description = "How often a true difference of that size is to be found, in percent.",
            DefaultValueFactory = _ => 100 * Power.Usual,
            HelpName = "PERCENT",
        };
        var file = new Option<string?>("--out") { Description = "Writes each user's arm to a file, .csv or .parquet.", HelpName = "FILE" };
        var salt = new Option<string?>("--salt")
        {
            Description = "A text that no other test has: the same users are divided anew by another one.",
            HelpName = "TEXT",
        };
        var output = CommonOptions.OutputOption();
        foreach (var option in new Option[] { metric, effect, power, file, salt, output })
            command.Add(option);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var wanted = new Wanted(
                    parsed.GetValue(metric),
                    InRange(parsed.GetValue(effect), "--effect", 0.01, 1000) / 100,
                    InRange(parsed.GetValue(power), "--power", 50, 99.9) / 100
                );
                var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
                var target = await TargetAsync(composition, parsed.GetValue(file), parsed.GetValue(salt), cancellation);
                await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
                var settings = lake.Settings with { Comparison = today.Comparison, Experiment = today.Experiment };
                var (of, lengths) = await lake.ReadAsync(() => PlanAsync(lake, settings, wanted, cancellation));
                var written = target is { } path ? await WriteAsync(composition, lake, settings, path, parsed.GetValue(salt)!, cancellation) : null;
                if (parsed.GetValue(output) == "json")
                    await composition.Terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                lake.Generation.RunId,
                                Metric = of.Name,
                                EffectPercent = 100 * wanted.Effect,
                                PowerPercent = 100 * wanted.Power,
                                settings.Comparison.ConfidencePercent,
                                settings.Experiment.TreatmentPercent,
                                Days = lengths.FirstOrDefault(length => length.IsEnough)?.Days,
                                Lengths = lengths,
                                Assignment = written,
                            }
                        )
                    );
                else
                    Print(composition.Terminal, settings, wanted, of, lengths, written);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    /// <param name="Metric">The metric's name, or null for the first that the log has.</param>
    /// <param name="Effect">The difference as a share of the metric's value.</param>
    /// <param name="Power">How often it is to be found.</param>
    private sealed record Wanted(string? Metric, double Effect, double Power);

    private sealed record Written(string File, string Salt, long ControlUsers, long TreatmentUsers);

    private static double InRange(double value, string option, double least, double most) =>
        value >= least && value <= most ? value : throw new ConfigurationException($"{option} {value}: a number from {least} to {most}, in percent");

    /// <summary>Where the assignment goes: never over a file that is there, which may be that of a test that runs.</summary>
    private static async Task<Location?> TargetAsync(Composition composition, string? file, string? salt, CancellationToken cancellation)
    {
        if (file is null)
            return salt is null ? null : throw new ConfigurationException("--salt is for --out: name the file that gets the users' arms");
        var path = Location.Of(file, Location.WorkingFolder);
        if (!path.Name.EndsWith(".csv", StringComparison.Ordinal) && !path.Name.EndsWith(".parquet", StringComparison.Ordinal))
            throw new ConfigurationException($"--out {file}: end its name with .csv or .parquet");
        if (string.IsNullOrEmpty(salt))
            throw new ConfigurationException("--out needs --salt, a text that no other test has, such as home-row-1");
        if (await composition.Stores.Of(path).FindAsync(path, cancellation) is not null)
            throw new ConfigurationException($"--out {file}: the file is there already; name another, or delete it");
        return path;
    }

    private static async Task<(ExperimentMetric Metric, IReadOnlyList<PlannedLength> Lengths)> PlanAsync(
        PublishedLake lake,
        Settings settings,
        Wanted wanted,
        CancellationToken cancellation
    )
    {
        foreach (var impressions in Pipeline.Models.Where(model => model.Name is "impression_outcomes" or "list_impressions"))
            await lake.Engine.CreateAsync(impressions.Name, ModelParameters.Render(impressions, settings), isView: false, cancellation);
        foreach (var metric in ExperimentMetric.All.Where(metric => wanted.Metric is null || metric.Name == wanted.Metric))
        {
            var lengths = await ExperimentPlan.MakeAsync(lake.Engine, settings, metric, wanted.Effect, wanted.Power, cancellation);
            if (lengths.Count > 0)
                return (metric, lengths);
        }

        throw new ConfigurationException(
            $"the log of {settings.RunDate:yyyy-MM-dd} has no {wanted.Metric ?? "behaviour"} in a week or more to plan by: {(wanted.Metric is "watch_minutes_per_user" or null ? "it holds no watch events" : "its impressions name no source, or nobody did anything with them; try --metric watch_minutes_per_user")}"
        );
    }

    private static async Task<Written> WriteAsync(
        Composition composition,
        PublishedLake lake,
        Settings settings,
        Location path,
        string salt,
        CancellationToken cancellation
    )
    {
        var sql = ExperimentPlan.AssignmentSql(settings, salt);
        await lake.Engine.CreateAsync("assignment", sql, isView: false, cancellation);
        const string rows = "select user_id, arm from assignment order by user_id";
        if (path.Name.EndsWith(".parquet", StringComparison.Ordinal))
        {
            await using var writer = DuckDbEngine.Open(settings.Engine, Engines.NewTemporaryFolder(), path.Folder, composition.Stores);
            var name = path.Name[..^".parquet".Length];
            await writer.WriteAsync(ExperimentPlan.AssignmentColumns, lake.Engine.StreamAsync(rows, cancellation), path.Folder, name, cancellation);
        }
        else
        {
            await composition.Stores.Of(path).WriteTextAsync(path, await CsvAsync(lake, rows, cancellation), cancellation);
        }

        var counts = await lake.Engine.ReadAsync(
            "select cast(count_if(arm = 'control') as bigint), cast(count_if(arm = 'treatment') as bigint) from assignment",
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellation
        );
        return new($"{path}", salt, counts[0].Item1, counts[0].Item2);
    }

    private static async Task<string> CsvAsync(PublishedLake lake, string sql, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder("user_id,arm\n");
        await foreach (var batch in lake.Engine.StreamAsync(sql, cancellation))
        {
            using var rows = batch;
            var (users, arms) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1));
            for (var row = 0; row < rows.Length; row++)
                text.Append(Quoted(users.GetString(row))).Append(',').Append(arms.GetString(row)).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string id) =>
        id.AsSpan().IndexOfAny(",\"\n\r") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Print(
        Terminal terminal,
        Settings settings,
        Wanted wanted,
        ExperimentMetric metric,
        IReadOnlyList<PlannedLength> lengths,
        Written? written
    )
    {
        terminal.Data.WriteLine(
            $"To find a difference of {100 * wanted.Effect:0.##} % in {metric.Title} in {100 * wanted.Power:0.##} of 100 tests, with {settings.Comparison.ConfidencePercent} % intervals and {settings.Experiment.TreatmentPercent} % of the users seeing the treatment:"
        );
        var table = new Table().Border(TableBorder.Simple).AddColumns("days", "users", $"{metric.Title} now", "users needed", "finds from", "enough");
        foreach (var length in lengths)
            table.AddRow(
                $"{length.Days}",
                $"{length.Users:N0}",
                metric.Format.Text(length.Value),
                $"{length.UsersNeeded:N0}",
                $"{length.DetectablePercent:0.0} %",
                length.IsEnough ? "yes" : "no"
            );
        terminal.Data.Write(table);
        terminal.Data.WriteLine(
            lengths.FirstOrDefault(length => length.IsEnough) is { } enough
                ? $"{enough.Days} days are enough, if they are like the last {enough.Days} days of the log. Run whole weeks, and look once, at the end."
                : $"No test of up to {lengths[^1].Days} days finds it: look for a greater difference, or another metric."
        );
        if (written is null)
            return;
        terminal.Data.WriteLine($"{written.File}: {written.ControlUsers:N0} users in control, {written.TreatmentUsers:N0} in treatment.");
        terminal.Data.WriteLine(
            $"The rule: the first 15 hexadecimal digits of md5(\"{written.Salt}:\" + user_id), modulo 10000, below {100 * settings.Experiment.TreatmentPercent} is treatment. Users who are yet to come get their arm by it, too."
        );
    }
}
