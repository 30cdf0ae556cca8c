using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Experiments;

/// <summary>What a test of some length would find, if the days to come are like the last ones of the log.</summary>
/// <param name="Days">The length.</param>
/// <param name="Users">Users who would take part.</param>
/// <param name="Value">The metric's value in those days.</param>
/// <param name="UsersNeeded">Users of both arms that find the wanted difference as often as wanted.</param>
/// <param name="DetectablePercent">The smallest difference that the users there are find as often as wanted, in percent of the value.</param>
public sealed record PlannedLength(int Days, long Users, double Value, double UsersNeeded, double DetectablePercent)
{
    /// <summary>Whether there are users enough.</summary>
    public bool IsEnough => Users >= UsersNeeded;
}

/// <summary>Plans an A/B test from what users did in the last days of the log: longer tests have more users, who also did more.</summary>
public static class ExperimentPlan
{
    internal sealed record LengthSums(int Days, string Metric, long Users, long N, long D, long Nn, long Nd, long Dd)
    {
        public Moments Moments => Moments.Of(Users, [N, D], [Nn, Nd, Dd]);
    }

    internal sealed record Assigned(string UserId, string Arm);

    internal static readonly Query<LengthSums> Lengths = new("Experiments/plan.sql");
    internal static readonly Query<Assigned> Assignment = new("Experiments/assignment.sql");

    /// <summary>The columns of an assignment.</summary>
    public static IReadOnlyList<Column> AssignmentColumns { get; } = [Columns.UserId, new("arm", ColumnType.String, "control or treatment")];

    /// <summary>The lengths that the log is long enough for; none where no user did anything of the metric.</summary>
    /// <param name="tables">Has <c>interactions</c> and <c>list_impressions</c>.</param>
    /// <param name="settings">The level of the intervals, and the share of users with the treatment.</param>
    /// <param name="metric">What the test is to be judged by.</param>
    /// <param name="effect">The difference to find, as a share of the metric's value; not 0.</param>
    /// <param name="power">How often it is to be found, 0.5 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlyList<PlannedLength>> MakeAsync(
        ITableReader tables,
        Settings settings,
        ExperimentMetric metric,
        double effect,
        double power,
        CancellationToken cancellation
    )
    {
        var level = settings.Comparison.ConfidencePercent / 100d;
        var share = settings.Experiment.TreatmentPercent / 100d;
        return
        [
            .. from row in await Lengths.ReadAsync(tables, settings, cancellation)
            let sums = row.Moments
            where row.Metric == metric.Name && sums.Has(Quotient.Metric) && sums.Sum(Quotient.Metric.Above) > 0
            let value = sums.Value(Quotient.Metric)
            let needed = Power.Users(sums.Variance(Quotient.Metric) * row.Users, effect * value, share, level, power)
            select new PlannedLength(
                row.Days,
                row.Users,
                value * metric.Scale,
                Math.Ceiling(needed),
                100 * Math.Abs(effect) * Math.Sqrt(needed / row.Users)
            ),
        ];
    }

    /// <summary>The SQL of the assignment of all users.</summary>
    public static string AssignmentSql(Settings settings, string salt) =>
        ModelParameters.Fill(
            Assignment.Path,
            Assignment.ReadSql(),
            settings,
            [("salt", SqlLiteral.Of(salt)), ("treatment_percent", SqlLiteral.Of(settings.Experiment.TreatmentPercent))]
        );
}
