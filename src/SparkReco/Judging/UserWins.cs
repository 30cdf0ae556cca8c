using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.Judging;

/// <summary>How many users a system serves better than the reference, and how many worse.</summary>
/// <param name="Gained">Users whose value is higher with the system.</param>
/// <param name="Lost">Users whose value is higher with the reference.</param>
public readonly record struct UserWins(long Gained, long Lost)
{
    /// <summary>From so many users on whose value differs, the normal distribution is near enough to the binomial.</summary>
    private const int LeastForNormal = 25;

    /// <summary>The counts by pair, segment, list length and metric.</summary>
    public static async Task<IReadOnlyDictionary<(string Pair, string Segment, int K, string Metric), UserWins>> ReadAsync(
        ModelContext context,
        CancellationToken cancellation
    )
    {
        Dictionary<(string, string, int, string), UserWins> wins = [];
        await context.Tables.ReadAsync(
            "select * from user_wins",
            row =>
            {
                var pair = $"{new SystemPair((string)row["reference"], (string)row["system"])}";
                foreach (var metric in MetricList.PerUser)
                    wins[(pair, (string)row["segment"], Convert.ToInt32(row["k"]), metric.Name)] = new UserWins(
                        Convert.ToInt64(row[$"{metric.Column.Name}_gained"]),
                        Convert.ToInt64(row[$"{metric.Column.Name}_lost"])
                    );
                return 0;
            },
            cancellation
        );
        return wins;
    }

    /// <summary>
    /// McNemar's two-sided p-value that as many users gain as lose: exact, by the binomial distribution, below 25 users who do either, else by
    /// chi-square without correction (McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 1947).
    /// </summary>
    public double McNemar()
    {
        var all = Gained + Lost;
        if (all == 0)
            return 1;
        if (all >= LeastForNormal)
            return 2 * Normal.UpperTail(Math.Abs(Gained - Lost) / Math.Sqrt(all));
        var (term, tail) = (Math.Pow(0.5, all), 0d);
        for (var users = 0L; users <= Math.Min(Gained, Lost); users++)
        {
            tail += term;
            term *= (all - users) / (users + 1d);
        }

        return Math.Min(1, 2 * tail);
    }
}
