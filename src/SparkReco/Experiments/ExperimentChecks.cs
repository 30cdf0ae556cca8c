using SparkReco.Judging;
using SparkReco.Models;

namespace SparkReco.Experiments;

/// <summary>How a check came out.</summary>
public static class CheckStatus
{
    public const string Ok = "ok";

    /// <summary>Read the figures with this in mind.</summary>
    public const string Warning = "warning";

    /// <summary>The figures say nothing about the sources.</summary>
    public const string Failed = "failed";
}

/// <summary>Something that was looked at to see whether an experiment can be trusted.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Threshold">The value from which on it is no longer ok.</param>
/// <param name="Status">One of <see cref="CheckStatus"/>.</param>
/// <param name="Message">What it means, in a sentence.</param>
public sealed record ExperimentCheck(string Name, double? Value, double? Threshold, string Status, string Message);

/// <summary>Looks whether an experiment can be trusted.</summary>
public static class ExperimentChecks
{
    // So small that a check of every experiment of a year fails by chance once in a thousand (Fabijan et al., KDD 2019).
    private const double MismatchP = 0.001;
    private const double UnbalancedP = 0.05;
    private const double MostMixed = 0.01;
    private const double MuchOfOneUser = 0.1;
    private const double TooMuchOfOneUser = 0.33;

    // With fewer, intervals of watch time hold the truth less often than they say.
    private const int FewUsers = 500;

    /// <summary>The rows of <c>experiment_checks</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> CheckAsync(ModelContext context, CancellationToken cancellation)
    {
        var level = context.Settings.Comparison.ConfidencePercent / 100d;
        var share = context.Settings.Experiment.TreatmentPercent / 100d;
        var known = await context.Tables.ReadAsync(
            "select max(source_count) from shown_sources",
            row => row.IsDBNull(0) ? 0 : row.GetInt64(0),
            cancellation
        );
        return
        [
            .. from sums in await ExperimentSums.ReadAsync(context, cancellation)
            from check in Of(sums, share, level).Concat(SourcesLeftOut(known[0]))
            select new object?[]
            {
                sums.Experiment.Control,
                sums.Experiment.Treatment,
                check.Name,
                check.Value is { } value && double.IsFinite(value) ? value : null,
                check.Threshold,
                check.Status,
                check.Message,
            },
        ];
    }

    /// <summary>The checks of an experiment.</summary>
    /// <param name="sums">What is known of it.</param>
    /// <param name="treatmentShare">The share of users that were meant to see the treatment.</param>
    /// <param name="level">The level of the intervals.</param>
    public static IReadOnlyList<ExperimentCheck> Of(ExperimentSums sums, double treatmentShare, double level)
    {
        List<ExperimentCheck> checks = [Kind(sums.Experiment), Users(sums)];
        if (!sums.Experiment.IsPaired)
            checks.AddRange([
                Split(sums, treatmentShare),
                WorstSplit(
                    sums,
                    "sample_ratio_by_segment",
                    treatmentShare,
                    segment => segment.Contains('=') && !segment.StartsWith("joined=", StringComparison.Ordinal)
                ),
                WorstSplit(sums, "sample_ratio_over_time", treatmentShare, segment => segment.StartsWith("joined=", StringComparison.Ordinal)),
                Balance(sums),
                Mixed(sums),
                Peeking(sums, level),
            ]);
        if (Dominance(sums) is { } dominance)
            checks.Add(dominance);
        return checks;
    }

    private static ExperimentCheck Kind(Experiment experiment)
    {
        var (control, treatment) = (experiment.Control, experiment.Treatment);
        return experiment.Kind switch
        {
            ExperimentKind.AbTest => new(
                "kind",
                null,
                null,
                CheckStatus.Ok,
                $"From {experiment.FirstOn:yyyy-MM-dd} to {experiment.LastOn:yyyy-MM-dd} each user saw lists of {control} or of {treatment}: an A/B test."
            ),
            ExperimentKind.Interleaved => new(
                "kind",
                null,
                null,
                CheckStatus.Ok,
                $"Users saw items of {control} and of {treatment} on the same days. What one user did with both is compared; it says nothing about totals, such as the time a user watches in all."
            ),
            ExperimentKind.Mixed => new(
                "kind",
                null,
                null,
                CheckStatus.Warning,
                $"Users saw {control} on some days and {treatment} on others. What one user did with both is compared, but what else changed between those days is in the difference."
            ),
            _ => new(
                "kind",
                null,
                null,
                CheckStatus.Warning,
                $"This is no experiment: who saw {control} and who saw {treatment} was not drawn by lot, as far as the log tells. A difference may be one between users or days."
            ),
        };
    }

    private static ExperimentCheck Users(ExperimentSums sums)
    {
        var users = sums.Of("all", ExperimentMetric.All[0]).LeastUsers(sums.Experiment.IsPaired);
        return new(
            "users",
            users,
            FewUsers,
            users < ExperimentJudge.MinUsers ? CheckStatus.Failed
                : users < FewUsers ? CheckStatus.Warning
                : CheckStatus.Ok,
            users < FewUsers
                ? $"The smaller arm has {users:N0} users. With fewer than {FewUsers:N0} the intervals of watch time hold the truth less often than they say."
                : $"The smaller arm has {users:N0} users."
        );
    }

    private static ExperimentCheck Split(ExperimentSums sums, double treatmentShare)
    {
        var (control, treatment) = UsersOf(sums, "all");
        var p = SampleRatio.PValue(control, treatment, treatmentShare);
        var counts = $"{control:N0} users saw {sums.Experiment.Control}, {treatment:N0} {sums.Experiment.Treatment}";
        return new(
            "sample_ratio",
            p,
            MismatchP,
            p < MismatchP ? CheckStatus.Failed : CheckStatus.Ok,
            p < MismatchP
                ? $"{counts}, where {100 * treatmentShare:0.#} % were meant to see {sums.Experiment.Treatment} ('experiment.treatment_percent'): chance alone makes that once in {1 / Math.Max(p, 1e-9):N0} tests. Find out who was lost before you believe any difference."
                : $"{counts}: as many as planned, within chance (p {ExperimentText.P(p)})."
        );
    }

    /// <summary>The segment whose split is farthest off, once the number of segments is allowed for.</summary>
    private static ExperimentCheck WorstSplit(ExperimentSums sums, string name, double treatmentShare, Func<string, bool> isMeant)
    {
        var segments = sums.Segments.Keys.Select(key => key.Segment).Where(isMeant).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (segments.Length == 0)
            return new(name, null, MismatchP, CheckStatus.Ok, "There are no parts to look at.");
        var splits = segments.Select(segment => UsersOf(sums, segment)).ToArray();
        var adjusted = Bootstrap.Holm([.. splits.Select(users => SampleRatio.PValue(users.Control, users.Treatment, treatmentShare))]);
        var worst = Enumerable.Range(0, segments.Length).MinBy(index => adjusted[index]);
        var users = splits[worst];
        var isOff = adjusted[worst] < MismatchP;
        return new(
            name,
            adjusted[worst],
            MismatchP,
            isOff ? CheckStatus.Failed : CheckStatus.Ok,
            isOff
                ? $"Among {ExperimentText.Segment(segments[worst])} {users.Control:N0} users saw {sums.Experiment.Control} and {users.Treatment:N0} {sums.Experiment.Treatment}, which chance does not make: the arms hold different people."
                : $"In each of {segments.Length} parts the split is as planned, within chance (smallest corrected p {ExperimentText.P(adjusted[worst])})."
        );
    }

    private static ExperimentCheck Balance(ExperimentSums sums)
    {
        var before = ExperimentMetric
            .All.Select(metric => (metric, Arms: sums.Of("all", metric)))
            .Where(pair => pair.Arms is { Control: not null, Treatment: not null })
            .Select(pair => (pair.metric, Effect: Effect.Before(pair.Arms.Control!, pair.Arms.Treatment!)?.Times(pair.metric.Scale)))
            .Where(pair => pair.Effect is { } effect && !double.IsNaN(effect.PValue))
            .ToArray();
        if (before.Length == 0)
            return new(
                "balance_before",
                null,
                UnbalancedP,
                CheckStatus.Warning,
                "Nobody was seen before the test, so whether the arms were alike then is not known."
            );
        var adjusted = Bootstrap.Holm([.. before.Select(pair => pair.Effect!.PValue)]);
        var worst = Enumerable.Range(0, before.Length).MinBy(index => adjusted[index]);
        var (metric, effect) = before[worst];
        return new(
            "balance_before",
            adjusted[worst],
            UnbalancedP,
            adjusted[worst] < UnbalancedP ? CheckStatus.Warning : CheckStatus.Ok,
            adjusted[worst] < UnbalancedP
                ? $"In the 28 days before the test the arms differed already: {metric.Title} {ExperimentText.Value(metric, effect!.Control)} and {ExperimentText.Value(metric, effect.Treatment)}. The adjusted differences allow for it, and lead."
                : $"In the 28 days before the test the arms were alike (smallest corrected p {ExperimentText.P(adjusted[worst])}, {metric.Title})."
        );
    }

    private static ExperimentCheck Mixed(ExperimentSums sums)
    {
        var metric = ExperimentMetric.All[0];
        var (kept, all) = (sums.Of("all", metric), sums.Of("everybody", metric));
        var (keptUsers, users) = (UsersOf(sums, "all"), UsersOf(sums, "everybody"));
        var total = users.Control + users.Treatment;
        var mixed = total - keptUsers.Control - keptUsers.Treatment;
        var share = total == 0 ? 0 : (double)mixed / total;
        var message =
            mixed == 0
                ? "No user saw both."
                : $"{mixed:N0} of {total:N0} users saw both and are left out. {Described(metric, "Without them", kept.Effect(false))}{Described(metric, "; with each of them in the arm that came first", all.Effect(false))}.";
        return new("users_in_both", share, MostMixed, share >= MostMixed ? CheckStatus.Warning : CheckStatus.Ok, message);
    }

    private static string Described(ExperimentMetric metric, string who, Effect? effect) =>
        effect is null
            ? $"{who} there is no difference to tell"
            : $"{who} the difference in {metric.Title} is {ExperimentText.Difference(metric, effect.Difference * metric.Scale)} (p {ExperimentText.P(effect.PValue)})";

    /// <summary>The looks before the last day of the test: a look on that day is the one that was planned.</summary>
    private static ExperimentCheck Peeking(ExperimentSums sums, double level)
    {
        var metric = ExperimentMetric.All[0];
        var looks = sums
            .Looks.Where(look => look.Key.Metric == metric.Name)
            .OrderBy(look => look.Key.On)
            .Select(look => (look.Key.On, look.Value, Effect: look.Value.Effect(false)))
            .Where(look => look.Effect is not null)
            .ToArray();
        var before = looks.Where(look => look.On < sums.Experiment.LastOn).ToArray();
        var early = before.Count(look => look.Effect!.PValue < 1 - level);
        var isSure = looks.Any(look =>
            Math.Abs(look.Effect!.Difference)
            > AlwaysValid.Reach(look.Effect.Variance, look.Value.Control!.Users + look.Value.Treatment!.Users, level)
        );
        return new(
            "peeking",
            early,
            1,
            early > 0 && !isSure ? CheckStatus.Warning : CheckStatus.Ok,
            before.Length == 0
                ? $"There was no look before the test's last day: it is too short for one every {sums.Experiment.LookDays} days."
                : $"Looking every {sums.Experiment.LookDays} days, before the test's last day {metric.Title} differed with p below {1 - level:0.##} at {early} of {before.Length} looks; the interval that holds at all looks together {(isSure ? "left out" : "never left out")} 0."
                    + (early > 0 && !isSure ? " A test that is stopped at a lucky look finds differences that are not there." : "")
        );
    }

    /// <summary>The user who weighs most, with the difference with and without that user.</summary>
    private static ExperimentCheck? Dominance(ExperimentSums sums)
    {
        var shares = (
            from top in sums.TopUsers
            let metric = ExperimentMetric.Of(top.Metric)
            let arms = sums.Of("all", metric)
            let arm = top.Arm == "control" ? arms.Control : arms.Treatment
            where arm is not null && arm.Sum(top.Number) > 0
            select (top, metric, arms, Share: (double)top.Own.Sum(top.Number) / arm.Sum(top.Number))
        ).ToArray();
        if (shares.Length == 0)
            return null;
        var (user, of, all, share) = shares.MaxBy(row => row.Share);
        var isControl = user.Arm == "control";
        var without = isControl ? all with { Control = all.Control! - user.Own } : all with { Treatment = all.Treatment! - user.Own };
        var whose = user.Arm switch
        {
            "control" => $"{sums.Experiment.Control}'s ",
            "treatment" => $"{sums.Experiment.Treatment}'s ",
            _ => "",
        };
        var isPaired = sums.Experiment.IsPaired;
        return new(
            "one_user",
            share,
            MuchOfOneUser,
            share >= TooMuchOfOneUser ? CheckStatus.Failed
                : share >= MuchOfOneUser ? CheckStatus.Warning
                : CheckStatus.Ok,
            share < MuchOfOneUser
                ? $"No user has more than {ExperimentText.Percent(share)} of what an arm did."
                : $"User {user.UserId} alone has {ExperimentText.Percent(share)} of {whose}{(user.Part == "d" ? "impressions" : Counted(of))}. {Described(of, "With this user", all.Effect(isPaired))}{Described(of, "; without", without.Effect(isPaired))}. Is it a person?"
        );
    }

    private static string Counted(ExperimentMetric metric) =>
        metric.Name switch
        {
            "click_through_rate" => "clicks",
            "completions_per_impression" => "completions",
            "likes_per_impression" => "likes",
            _ => "watch time",
        };

    private static (long Control, long Treatment) UsersOf(ExperimentSums sums, string segment)
    {
        var arms = sums.Of(segment, ExperimentMetric.All[0]);
        return (arms.Control?.Users ?? 0, arms.Treatment?.Users ?? 0);
    }

    private static IEnumerable<ExperimentCheck> SourcesLeftOut(long known)
    {
        const int shown = 6;
        if (known > shown)
            yield return new(
                "sources",
                known,
                shown + 1,
                CheckStatus.Warning,
                $"The log's impressions name {known:N0} sources; the {shown} that most users saw are compared."
            );
    }
}
