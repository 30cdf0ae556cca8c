using SparkReco.Configuration;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>Which systems are compared.</summary>
public static class SystemPairs
{
    public static Model Model { get; } =
        new()
        {
            Name = "system_pairs",
            Room = "Compare",
            Grain = "a pair of systems",
            Lifetime = Lifetime.Stage,
            Columns = [Reference, Columns.System],
            Key = ["reference", "system"],
            Rows = (context, _) =>
                Task.FromResult<IReadOnlyList<object?[]>>([
                    .. Systems.Pairs(context.Settings).Select(pair => new object?[] { pair.Reference, pair.System }),
                ]),
        };
}
