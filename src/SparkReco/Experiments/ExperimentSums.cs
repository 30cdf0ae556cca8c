using System.Data;
using SparkReco.Models;

namespace SparkReco.Experiments;

/// <summary>An experiment: two sources, and the days on which they are compared.</summary>
/// <param name="Control">The source that the other one is measured against.</param>
/// <param name="Treatment">The source that is measured.</param>
/// <param name="Kind">One of <see cref="ExperimentKind"/>.</param>
/// <param name="FirstOn">The first day.</param>
/// <param name="LastOn">The last day.</param>
/// <param name="LookDays">The days from one look to the next.</param>
public sealed record Experiment(string Control, string Treatment, string Kind, DateOnly FirstOn, DateOnly LastOn, int LookDays)
{
    /// <summary>Whether the same users saw both sources.</summary>
    public bool IsPaired => Kind != ExperimentKind.AbTest;

    /// <summary>Whether differences are due to the sources.</summary>
    public bool IsExperiment => Kind is ExperimentKind.AbTest or ExperimentKind.Interleaved;
}

/// <summary>The arms of an experiment, by what users did in them.</summary>
/// <param name="Control">The users of the control; nothing where both arms have the same users.</param>
/// <param name="Treatment">The users of the treatment, or of both arms.</param>
public sealed record Arms(Moments? Control, Moments? Treatment)
{
    /// <summary>The difference, or nothing where an arm has too little for one.</summary>
    public Effect? Effect(bool isPaired) =>
        isPaired ? (Treatment is null ? null : Experiments.Effect.Within(Treatment))
        : Control is null || Treatment is null ? null
        : Experiments.Effect.Between(Control, Treatment);

    /// <summary>The users of the smaller arm.</summary>
    public long LeastUsers(bool isPaired) => isPaired ? Treatment?.Users ?? 0 : Math.Min(Control?.Users ?? 0, Treatment?.Users ?? 0);
}

/// <summary>The user who weighs most in an arm.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Arm">control, treatment or both.</param>
/// <param name="Part">Whether in what is divided (n), or in what it is divided by (d).</param>
/// <param name="UserId">Who it is.</param>
/// <param name="Own">What the user did.</param>
public sealed record TopUser(string Metric, string Arm, string Part, string UserId, Moments Own)
{
    /// <summary>The number of which the user has much.</summary>
    public int Number => Part == "n" ? 0 : 1;
}

/// <summary>All that the judge of an experiment knows of it.</summary>
/// <param name="Experiment">Which it is.</param>
/// <param name="Segments">By segment and metric. "everybody" are all users with those who saw both sources of a test; "joined=" are those who came in a week.</param>
/// <param name="TopUsers">Who weighs most, by metric and arm.</param>
/// <param name="Looks">By metric and day, what was to be seen up to then.</param>
public sealed record ExperimentSums(
    Experiment Experiment,
    IReadOnlyDictionary<(string Segment, string Metric), Arms> Segments,
    IReadOnlyList<TopUser> TopUsers,
    IReadOnlyDictionary<(string Metric, DateOnly On), Arms> Looks
)
{
    /// <summary>The tables that the sums are read from.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["experiments", "arm_sums", "arm_tops", "arm_looks"];

    private static readonly string[] Sums = ["n", "d", "x", "y"];
    private static readonly string[] Products = ["nn", "nd", "nx", "ny", "dd", "dx", "dy", "xx", "xy", "yy"];
    private static readonly string[] SumsOfLooks = ["n", "d"];
    private static readonly string[] ProductsOfLooks = ["nn", "nd", "dd"];

    /// <summary>The users of a segment.</summary>
    public Arms Of(string segment, ExperimentMetric metric) => Segments.GetValueOrDefault((segment, metric.Name)) ?? new(null, null);

    /// <summary>Reads the sums of all experiments.</summary>
    public static async Task<IReadOnlyList<ExperimentSums>> ReadAsync(ModelContext context, CancellationToken cancellation)
    {
        var experiments = await context.Tables.ReadAsync(
            "select control, treatment, kind, first_on, last_on, look_days from experiments order by control, treatment",
            row => new Experiment(row.GetString(0), row.GetString(1), row.GetString(2), Day(row, 3), Day(row, 4), row.GetInt32(5)),
            cancellation
        );
        var sums = await context.Tables.ReadAsync(
            "select * from arm_sums",
            row => (Pair: PairOf(row), Key: ((string)row["segment"], (string)row["metric"]), Arm: (string)row["arm"], Own: Read(row, Sums, Products)),
            cancellation
        );
        var tops = await context.Tables.ReadAsync(
            "select * from arm_tops order by metric, arm, part",
            row =>
                (
                    Pair: PairOf(row),
                    Top: new TopUser(
                        (string)row["metric"],
                        (string)row["arm"],
                        (string)row["part"],
                        (string)row["user_id"],
                        Moments.OfUser([.. Sums.Select(name => Number(row, name))])
                    )
                ),
            cancellation
        );
        var looks = await context.Tables.ReadAsync(
            "select * from arm_looks",
            row =>
                (
                    Pair: PairOf(row),
                    Key: ((string)row["metric"], Day(row, row.GetOrdinal("look_on"))),
                    Arm: (string)row["arm"],
                    Own: Read(row, SumsOfLooks, ProductsOfLooks)
                ),
            cancellation
        );
        return
        [
            .. experiments.Select(experiment =>
            {
                var pair = (experiment.Control, experiment.Treatment);
                return new ExperimentSums(
                    experiment,
                    ByKey(sums.Where(row => row.Pair == pair).Select(row => (row.Key, row.Arm, row.Own))),
                    [.. tops.Where(row => row.Pair == pair).Select(row => row.Top)],
                    ByKey(looks.Where(row => row.Pair == pair).Select(row => (row.Key, row.Arm, row.Own)))
                );
            }),
        ];
    }

    private static Dictionary<TKey, Arms> ByKey<TKey>(IEnumerable<(TKey Key, string Arm, Moments Own)> rows)
        where TKey : notnull =>
        rows.GroupBy(row => row.Key)
            .ToDictionary(
                group => group.Key,
                group => new Arms(group.FirstOrDefault(row => row.Arm == "control").Own, group.FirstOrDefault(row => row.Arm != "control").Own)
            );

    private static (string, string) PairOf(IDataRecord row) => ((string)row["control"], (string)row["treatment"]);

    private static Moments Read(IDataRecord row, string[] sums, string[] products) =>
        Moments.Of(Number(row, "user_count"), [.. sums.Select(name => Number(row, name))], [.. products.Select(name => Number(row, name))]);

    private static long Number(IDataRecord row, string name) => Convert.ToInt64(row[name]);

    private static DateOnly Day(IDataRecord row, int column) => DateOnly.FromDateTime(row.GetDateTime(column));
}
