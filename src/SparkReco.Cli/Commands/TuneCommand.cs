using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>tune</c>: tries settings of the baseline on the weeks before the run date, and prints what they came to.</summary>
internal static class TuneCommand
{
    private const string Tune = "tune";

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "tune",
            """
            Tries settings of the baseline on the weeks before the run date, and prints what each came to. A run does the same by itself unless
            'baseline' is fixed, and goes on from here.

            Example: sparkreco tune --run-date 2026-09-01
            """
        );
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await common.LoadAsync(composition, parsed, cancellation);
                settings = settings with { Baseline = BaselineMode.Auto };
                await RunCommand.RunUpToAsync(composition, settings, folder, Tune, cancellation);
                var record =
                    await folder.ReadRecordAsync(Tune, cancellation) ?? throw new IOException($"{folder.Record(Tune)} is gone: run it again");
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                folder.RunId,
                                folder.RunDate,
                                record.Chosen,
                                record.Notes,
                            }
                        )
                    );
                else
                    Print(terminal, record);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static void Print(Terminal terminal, StageRecord record)
    {
        foreach (var note in record.Notes)
            terminal.Data.WriteLine(note);
        if (record.Chosen is not { } chosen)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("step", "setting", "NDCG", "interval", "");
        foreach (var trial in chosen.Trials)
            table.AddRow(
                trial.Step,
                trial.Setting,
                $"{trial.Ndcg:0.0000}",
                $"{trial.CiLow:0.0000} to {trial.CiHigh:0.0000}",
                trial.IsChosen ? "chosen" : ""
            );
        if (chosen.Trials.Count > 0)
            terminal.Data.Write(table);
        var (items, blend) = (chosen.ItemItem, chosen.Blend);
        terminal.Data.WriteLine(
            chosen.Ranker.Mode == RankerMode.Off
                ? "To keep these settings, put them into the configuration:"
                : "To keep these settings and the ranker, set 'ranker.mode' to 'reuse'. To keep the settings without the ranker, put them into the configuration:"
        );
        terminal.Data.WriteLine();
        terminal.Data.WriteLine(
            Json.Text(
                new
                {
                    Baseline = Word(BaselineMode.Fixed),
                    ItemItem = new
                    {
                        Model = Word(items.Model),
                        items.Regularization,
                        Direction = Word(items.Direction),
                        items.HalfLifeHours,
                        items.HistorySize,
                        items.SeedSize,
                        items.SeedHalfLife,
                        items.Neighbors,
                        items.MinSupport,
                        items.TargetExponent,
                    },
                    Blend = new
                    {
                        blend.ItemItem,
                        blend.Category,
                        blend.Popularity,
                        blend.Preference,
                        blend.Recency,
                        blend.ItemState,
                        blend.PopularityHalfLifeHours,
                        blend.MinHistory,
                    },
                }
            )
        );
    }

    /// <summary>A choice as the configuration spells it.</summary>
    private static string Word(Enum choice) => choice.ToString().ToLowerInvariant();
}
