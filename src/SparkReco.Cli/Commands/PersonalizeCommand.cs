using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Personalize;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>personalize</c>: the parts of a run that drive Amazon Personalize, one by one, and what is there afterwards.</summary>
internal static class PersonalizeCommand
{
    public static Command Create(Composition composition)
    {
        var command = new Command(
            "personalize",
            """
            Drives Amazon Personalize, or a service in its place: what 'run' does with it, part by part. It needs 'personalize.region' with
            'folder' and 'role', or 'personalize.endpoint'.
            """
        )
        {
            Plan(composition),
            Part(composition, "import", "Brings the data sets there, and imports them."),
            Part(composition, "train", "Has it train on them."),
            Part(composition, "infer", "Has it make the lists."),
            Status(composition),
            Delete(composition),
            ServeCommand.Create(composition),
        };
        return command;
    }

    /// <summary>A command that runs all stages up to one, without publishing.</summary>
    private static Command Part(Composition composition, string stage, string description)
    {
        var command = new Command(stage, $"{description} The stages before it run where they have not.");
        var common = new CommonOptions(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await LoadAsync(composition, common, parsed, cancellation);
                var record = await RunUpToAsync(composition, settings, folder, stage, cancellation);
                foreach (var note in record.Notes)
                    composition.Terminal.Data.WriteLine(note);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Plan(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "plan",
            "Looks whether the data sets would be taken, and says which calls would be made and what they would cost. It asks the service nothing."
        );
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await LoadAsync(composition, common, parsed, cancellation);
                var record = await RunUpToAsync(composition, settings, folder, "preflight", cancellation);
                var calls = PersonalizePlan.Calls(settings.Personalize, settings.RunDate);
                var costs = Cost.Estimate(Preflight.SizeOf(record), settings.Personalize);
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                Size = Preflight.SizeOf(record),
                                Calls = calls,
                                Costs = costs,
                                record.Notes,
                            }
                        )
                    );
                else
                    Print(terminal, record, calls, costs);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Status(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("status", "Says what is in the service under 'personalize.name', and how far it is.");
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = await LoadServiceAsync(composition, common, parsed, cancellation);
                await using var access = (await PersonalizeAccess.OpenAsync(composition, settings, cancellation))!;
                var entries = await PersonalizeAdmin.StatusAsync(access.Port, settings.Personalize, composition.Clock, cancellation);
                if (parsed.GetValue(output) == "json")
                {
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            entries.Select(entry => new
                            {
                                entry.Resource.Kind.Name,
                                entry.Resource.Arn,
                                entry.Resource.Status,
                                entry.Resource.FailureReason,
                                entry.IsOurs,
                            })
                        )
                    );
                    return ExitCodes.Done;
                }

                if (entries.Count == 0)
                    terminal.Data.WriteLine($"{access.Port.Description} has nothing under the name '{settings.Personalize.Name}'.");
                foreach (var entry in entries)
                    terminal.Data.WriteLine(
                        $"{entry.Resource.Kind.Words, -16} {entry.Resource.Status, -20} {entry.Resource.Arn}{(entry.IsOurs ? "" : "  (not of these runs)")}{(entry.Resource.FailureReason is { } reason ? $"  {reason}" : "")}"
                    );
                if (entries.Any(entry => entry.Resource.Kind.Name == "Campaign"))
                    terminal.Data.WriteLine(
                        $"A campaign costs {settings.Personalize.MinProvisionedTps} TPS-hours an hour or more, asked or not{Cost.Monthly(settings.Personalize)}."
                    );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Delete(Composition composition)
    {
        var command = new Command(
            "delete",
            "Deletes from the service what runs of 'personalize.name' made: campaigns, filters, solutions, datasets, schemas, the dataset group. Files in the exchange folder stay."
        );
        var common = new CommonOptions(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = await LoadServiceAsync(composition, common, parsed, cancellation);
                await using var access = (await PersonalizeAccess.OpenAsync(composition, settings, cancellation))!;
                await PersonalizeAdmin.DeleteAsync(
                    access.Port,
                    settings.Personalize,
                    composition.Clock,
                    composition.Terminal.Data.WriteLine,
                    cancellation
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static async Task<(Settings Settings, RunFolder Folder)> LoadAsync(
        Composition composition,
        CommonOptions common,
        ParseResult parsed,
        CancellationToken cancellation
    )
    {
        var (settings, folder) = await common.LoadAsync(composition, parsed, cancellation);
        return (RequireDriven(settings), folder);
    }

    /// <summary>What concerns the service alone concerns no day.</summary>
    private static async Task<Settings> LoadServiceAsync(
        Composition composition,
        CommonOptions common,
        ParseResult parsed,
        CancellationToken cancellation
    ) => RequireDriven(await common.LoadAnyDayAsync(composition, parsed, cancellation));

    private static Settings RequireDriven(Settings settings) =>
        settings.Personalize.IsDriven
            ? settings
            : throw new ConfigurationException(
                "no service is configured: set 'personalize.region' with 'personalize.folder' and 'personalize.role', or 'personalize.endpoint'"
            );

    private static async Task<StageRecord> RunUpToAsync(
        Composition composition,
        Settings settings,
        RunFolder folder,
        string stage,
        CancellationToken cancellation
    )
    {
        await RunCommand.RunUpToAsync(composition, settings, folder, stage, cancellation);
        return await folder.ReadRecordAsync(stage, cancellation) ?? throw new IOException($"{folder.Record(stage)} is gone: run it again");
    }

    private static void Print(Terminal terminal, StageRecord record, IReadOnlyList<PlannedCall> calls, IReadOnlyList<CostLine> costs)
    {
        foreach (var note in record.Notes)
            terminal.Data.WriteLine(note);
        var size = Preflight.SizeOf(record);
        terminal.Data.WriteLine(
            $"{size.Interactions:N0} interactions, {size.Users:N0} users ({size.EligibleUsers:N0} get lists) and {size.Items:N0} items would be taken."
        );
        var table = new Table().Border(TableBorder.Simple).AddColumns("call", "for", "takes");
        foreach (var call in calls)
            table.AddRow(new Text(call.Operation), new Text(call.For), new Text(call.Waits));
        terminal.Data.Write(table);
        var money = new Table().Border(TableBorder.Simple).AddColumns("cost", "quantity", "price", "amount");
        foreach (var cost in costs)
            money.AddRow(
                new Text(cost.What),
                new Text($"{cost.Quantity:N3} {cost.Unit}"),
                new Text(cost.Price > 0 ? $"{cost.Price}" : "not known"),
                new Text(cost.Amount is { } amount ? $"{amount:N2}" : "")
            );
        terminal.Data.Write(money);
        terminal.Data.WriteLine(
            costs.Any(cost => cost.Amount is null)
                ? "Prices are those of 'personalize.prices', which the region's page of prices has; those of 0 are not known."
                : $"Together {costs.Sum(cost => cost.Amount):N2}, by 'personalize.prices'; trainings may take longer."
        );
    }
}
