using SparkReco.Configuration;
using SparkReco.Ranking;
using SparkReco.Reports.Html;
using SparkReco.Reports.Sections;

namespace SparkReco.Reports;

/// <summary>What the report says of the ranker: whether it serves, how it did before the run date, and what it looks at.</summary>
/// <param name="Trials">The rows of <c>ranker_trials</c>.</param>
/// <param name="Trees">The ranker that orders the lists.</param>
/// <param name="Settings">The run's, as they were chosen.</param>
public sealed record RankerReport(IReadOnlyList<RankerReport.Trial> Trials, RankerReport.Model Trees, Settings Settings)
{
    /// <summary>The number of trees, none where the blend orders the lists, the run date for which they were learned, and their name.</summary>
    public sealed record Model(long Trees, DateOnly? LearnedOn, string? Id);

    /// <summary>Of a run that could have none.</summary>
    public static RankerReport None(Settings settings) => new([], new Model(0, null, null), settings);

    /// <summary>A row of <c>ranker_trials</c>.</summary>
    public sealed record Trial(
        string Withheld,
        bool IsOfPart,
        string JudgedFrom,
        string Segment,
        long Users,
        double Blend,
        double Ranker,
        double Gain,
        double Low,
        double High,
        bool IsChosen
    );

    private const string Nothing = "none";
    private const string All = "all";

    /// <summary>Whether it orders the lists of some users.</summary>
    public bool Serves => Trees.Trees > 0;

    /// <summary>Whether the trees, and the settings, are those of an earlier run.</summary>
    public bool IsReused => Serves && Trees.LearnedOn != Settings.RunDate;

    /// <summary>What the baseline is, in a sentence; with what the ranker gained before the run date.</summary>
    public string Sentence =>
        $"The baseline is {Settings.BaselineName}{(Serves && Whole is { } all ? $" (NDCG on the weeks before {all.Ranker:0.000} rather than {all.Blend:0.000})" : "")}.";

    private Trial? Whole => Trials.FirstOrDefault(trial => trial is { Withheld: Nothing, IsOfPart: false, JudgedFrom: All, Segment: All });

    /// <summary>How it was decided, and what it looks at; nothing where none was learned.</summary>
    internal IEnumerable<Block> Blocks()
    {
        if (IsReused)
            yield return new Prose(
                $"The lists are re-ranked by the ranker of an earlier run, which was learned for {Trees.LearnedOn:yyyy-MM-dd}, with the settings that it was learned for: nothing was tried or learned anew."
            );
        if (Whole is not { } all)
        {
            if (!Serves && Settings.Baseline == BaselineMode.Auto)
                yield return new Prose(
                    "No ranker was learned: the blend orders the lists. The notes of the stage tune, in the run's log and record, say why."
                );
            yield break;
        }

        yield return new Prose(
            $"A ranker was learned, a model that re-ranks the candidates: small trees which ask for {Feature.All.Count} whole numbers. It was tried on weeks before the run date, learned each time from weeks before these, beside the settings of the blend that were best on older weeks: NDCG {all.Blend:0.000} by the blend, {all.Ranker:0.000} by the ranker ({Signed(all.Gain)}; {Signed(all.Low)} to {Signed(all.High)}). {Decision(all)} Each of these windows counts alike, however many users it has; how much is gained on the weeks that follow may differ by more than the interval, which is of the users alone."
        );
        yield return new Table(
            "the ranker before the run date",
            [new("Judged from", true), new("Users", true), new("Number"), new("Blend"), new("Ranker"), new("Gain"), new("Interval")],
            [
                .. Trials
                    .Where(trial => trial is { Withheld: Nothing, IsOfPart: false })
                    .Select(trial =>
                        new[]
                        {
                            trial.JudgedFrom == All ? "all of them" : trial.JudgedFrom,
                            trial.Segment == All ? "all" : $"{trial.Segment["history".Length..].Replace(">=", "≥ ").Replace("<", "< ")} items",
                            Numbers.Count(trial.Users),
                            $"{trial.Blend:0.0000}",
                            $"{trial.Ranker:0.0000}",
                            Signed(trial.Gain),
                            $"{Signed(trial.Low)} to {Signed(trial.High)}",
                        }
                    ),
            ]
        );
        Trial[] parts = [.. Trials.Where(trial => trial is { IsOfPart: true, JudgedFrom: All, Segment: All })];
        if (parts.FirstOrDefault(trial => trial.Withheld == Nothing) is not { } whole)
            yield break;
        var groups = parts.Where(trial => trial.Withheld != Nothing).OrderBy(trial => trial.Ranker).ToArray();
        yield return new Prose(Learned(whole, groups));
        yield return new Table(
            "what the ranker loses without a group of what it knows",
            [new("Without", true), new("NDCG"), new("Change")],
            [
                ["Nothing: it knows all", $"{whole.Ranker:0.0000}", Numbers.Missing],
                .. groups.Select(trial =>
                    new[] { Words.Capital(FeatureWords.Meaning(trial.Withheld)), $"{trial.Ranker:0.0000}", Signed(trial.Ranker - whole.Ranker) }
                ),
            ]
        );
    }

    private string Decision(Trial all)
    {
        var least = Settings.Ranker.MinHistory;
        return !Serves ? $"{(all.High < 0 ? "It was worse" : "It was not clearly better")} on their mean, so the blend orders the lists."
            : least < RankerGate.LongHistory ? "So it orders the lists."
            : $"So it orders the lists of users with {least} items and more, whom these figures have in its order and all others in the blend's.";
    }

    private static string Learned(Trial whole, Trial[] groups)
    {
        var most = groups.Where(trial => trial.Ranker < whole.Ranker).Take(2).Select(trial => FeatureWords.Meaning(trial.Withheld)).ToArray();
        var what =
            most.Length == 0
                ? "It relies on no group of what it knows: without any one of them it is as good."
                : $"It looks most at {string.Join(", then at ", most)}.";
        return $"{what} Seen by leaving out each group and learning again from one list of three, on the last of these weeks; differences below 0.005 mean little.";
    }

    private static string Signed(double value) => value.ToString("+0.0000;−0.0000;0.0000", System.Globalization.CultureInfo.InvariantCulture);
}
