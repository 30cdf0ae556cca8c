using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Reports;
using SparkReco.Runs;

namespace SparkReco.Cli.Commands;

/// <summary><c>show</c>: one user with both lists side by side, one item with its places, or users worth a look.</summary>
internal static class ShowCommand
{
    public static Command Create(Composition composition)
    {
        var command = new Command(
            "show",
            """
            Shows a user: what the user did before the run date, both systems' lists side by side, what moved the baseline's items up or down, and
            what was taken up later. Or an item: where each system puts it, and for whom. Or, with --sample, users who are worth a look, and why.
            """
        );
        var common = new CommonOptions(command);
        var user = new Option<string?>("--user") { Description = "The user's id.", HelpName = "U" };
        var item = new Option<string?>("--item") { Description = "The item's id.", HelpName = "I" };
        var sample = new Option<int?>("--sample")
        {
            Description = "So many users of each kind, 1 if not said otherwise: most and least agreement, one system right, both, neither, new.",
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var pair = new Option<string?>("--pair") { Description = "The pair of systems, in place of the main one.", HelpName = "REFERENCE:SYSTEM" };
        var output = CommonOptions.OutputOption();
        foreach (var option in new Option[] { user, item, sample, pair, output })
            command.Add(option);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (userId, itemId, isSample) = (parsed.GetValue(user), parsed.GetValue(item), parsed.GetResult(sample) is { Implicit: false });
                if (new[] { userId is not null, itemId is not null, isSample }.Count(isGiven => isGiven) != 1)
                    throw new ConfigurationException("say what to show: one of --user U, --item I and --sample");
                var count = parsed.GetValue(sample) ?? 1;
                if (isSample && count is < 1 or > 1000)
                    throw new ConfigurationException($"--sample {count}: from 1 to 1000 users of each kind");
                var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
                await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
                var systems = PairOf(lake.Settings, parsed.GetValue(pair));
                var shown = new Shown(composition.Terminal, lake, systems, parsed.GetValue(output) == "json");
                if (userId is not null)
                    await ShowUser.WriteAsync(shown, userId, cancellation);
                else if (itemId is not null)
                    await ShowItem.WriteAsync(shown, itemId, cancellation);
                else
                    await SampleAsync(shown, count, cancellation);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    /// <summary>What all that is shown has in common.</summary>
    /// <param name="Terminal">Where it goes.</param>
    /// <param name="Lake">Where it comes from.</param>
    /// <param name="Pair">The systems that are looked at; without lists from outside there is the baseline alone.</param>
    /// <param name="IsJson">Whether it is for programs.</param>
    internal sealed record Shown(Terminal Terminal, PublishedLake Lake, SystemPair? Pair, bool IsJson)
    {
        public Settings Settings => Lake.Settings;

        /// <summary>The systems in the order of columns.</summary>
        public IReadOnlyList<string> Systems => Pair is null ? [Configuration.Systems.Baseline] : [Pair.Reference, Pair.System];

        /// <summary>A system's name as a heading.</summary>
        public string Heading(string system) => StandIn.Named(Settings.Personalize.IsStandIn, Words.System(system));

        /// <summary>Says whose tables are read.</summary>
        public void WriteSource() => Terminal.Data.WriteText($"Tables of run {Lake.Generation.RunId}, {Settings.RunDate:yyyy-MM-dd}");
    }

    private static SystemPair? PairOf(Settings settings, string? given)
    {
        if (given is null)
            return Systems.MainPair(settings);
        var pairs = Systems.Pairs(settings).Select(pair => $"{pair}").ToArray();
        return pairs.Contains(given)
            ? SystemPair.Parse(given)
            : throw new ConfigurationException(
                $"--pair {given}: {(pairs.Length == 0 ? "the run compares no systems" : $"the run compares {string.Join(", ", pairs)}")}"
            );
    }

    private static async Task SampleAsync(Shown shown, int count, CancellationToken cancellation)
    {
        if (shown.Pair is null || !shown.Lake.HasComparison)
            throw new ConfigurationException(
                $"there is no comparison of {shown.Settings.RunDate:yyyy-MM-dd} to choose users by; --user U shows one user"
            );
        var users = await shown.Lake.ReadAsync(() => UserSample.ChooseAsync(shown.Pair, count, shown.Settings, shown.Lake.Engine, cancellation));
        if (shown.IsJson)
        {
            await shown.Terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        shown.Lake.Generation.RunId,
                        shown.Pair.Reference,
                        shown.Pair.System,
                        K = shown.Settings.Evaluation.MainCutoff,
                        Users = users,
                    }
                )
            );
            return;
        }

        shown.WriteSource();
        foreach (var user in users)
            shown.Terminal.Data.WriteText(StandIn.Named(shown.Settings.Personalize.IsStandIn, $"{Ingest.VisibleText.Of(user.UserId)}: {user.Why}"));
        shown.Terminal.Data.WriteText("'sparkreco show --user U' shows one with both lists.");
    }
}
