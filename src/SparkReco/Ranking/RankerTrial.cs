using SparkReco.Tuning;

namespace SparkReco.Ranking;

/// <summary>The NDCG of a user's list by the blend and by the ranker, and how many items the user's history has.</summary>
internal readonly record struct RankedUser(int User, int HistoryLength, double Blend, double Ranker);

/// <summary>A window before the run date, where a ranker that was learned before it is beside the blend that had been best before it.</summary>
internal sealed record RankerTrial(DateOnly FirstDay, IReadOnlyList<RankedUser> Users);

/// <summary>
/// What trials came to for some users: the means over windows, each of which counts alike, and the interval of the difference. A user is one, in
/// however many windows: people differ, and differ alike in all of them.
/// </summary>
internal sealed record RankerResult(int Users, double Blend, double Ranker, double Error)
{
    public double Gain => Ranker - Blend;

    public double Low => Gain - (WindowResult.Quantile * Error);

    public double High => Gain + (WindowResult.Quantile * Error);

    /// <summary>The result of the users of some trials that are asked for, of the windows that have such; null where none has.</summary>
    public static RankerResult? Of(IReadOnlyList<RankerTrial> trials, Func<RankedUser, bool> isAsked)
    {
        RankedUser[][] windows = [.. trials.Select(trial => trial.Users.Where(isAsked).ToArray()).Where(users => users.Length > 0)];
        if (windows.Length == 0)
            return null;
        Dictionary<int, double> deviations = [];
        foreach (var users in windows)
        {
            var mean = users.Average(user => user.Ranker - user.Blend);
            foreach (var user in users)
                deviations[user.User] = deviations.GetValueOrDefault(user.User) + ((user.Ranker - user.Blend - mean) / users.Length);
        }

        return new RankerResult(
            windows.Sum(users => users.Length),
            windows.Average(users => users.Average(user => user.Blend)),
            windows.Average(users => users.Average(user => user.Ranker)),
            Math.Sqrt(deviations.Values.Sum(deviation => deviation * deviation)) / windows.Length
        );
    }
}

/// <summary>
/// Decides whether the ranker serves, and whom: where it is clearly better on the mean of several windows. One window says next to nothing: which of
/// two is better on it, is the other way round in the next one often enough.
/// </summary>
/// <param name="MinHistory">The users whom it serves have so many items in their history; null where it serves nobody.</param>
/// <param name="Served">The trials as they would have been: users whom it would not have served have the blend's order.</param>
/// <param name="Result">What the lists of these came to.</param>
internal sealed record RankerGate(int? MinHistory, IReadOnlyList<RankerTrial> Served, RankerResult Result)
{
    /// <summary>A history of so many items is a long one.</summary>
    public const int LongHistory = 20;

    // By so much, relatively, the ranker must be better.
    private const double ClearGain = 1.01;

    /// <summary>What was decided, for people.</summary>
    public string Words()
    {
        var figures =
            $"NDCG {Result.Blend:0.000} by the blend, {Result.Ranker:0.000} by the ranker, {Result.Gain:+0.000;-0.000;0.000} ({Result.Low:+0.000;-0.000;0.000} to {Result.High:+0.000;-0.000;0.000})";
        return MinHistory is null
                ? $"the blend orders the candidates: the ranker was {(Result.High < 0 ? "worse" : "not clearly better")} before the run date ({figures})"
            : MinHistory >= LongHistory
                ? $"the ranker orders the candidates of users with {MinHistory} items and more, the blend those of others: together {figures}"
            : $"the ranker orders the candidates: {figures}";
    }

    /// <param name="trials">The trials, two at least.</param>
    /// <param name="minHistory">The least history that it may serve.</param>
    public static RankerGate Of(IReadOnlyList<RankerTrial> trials, int minHistory)
    {
        var isBetterForShort = RankerResult.Of(trials, user => user.HistoryLength < LongHistory) is not { Gain: < 0 };
        var from = isBetterForShort ? minHistory : Math.Max(minHistory, LongHistory);

        RankerTrial[] served =
        [
            .. trials.Select(trial =>
                trial with
                {
                    Users = [.. trial.Users.Select(user => user.HistoryLength >= from ? user : user with { Ranker = user.Blend })],
                }
            ),
        ];
        var result = RankerResult.Of(served, _ => true)!;
        return new RankerGate(result.Ranker > ClearGain * result.Blend && result.Low > 0 ? from : null, served, result);
    }
}
