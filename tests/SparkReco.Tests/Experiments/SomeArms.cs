using SparkReco.Experiments;

namespace SparkReco.Tests.Experiments;

/// <summary>The arms of a small test: what each user did in it (n of d) and before it (x of y).</summary>
internal static class SomeArms
{
    public static readonly long[][] Control =
    [
        [3, 10, 2, 8],
        [0, 4, 1, 5],
        [5, 20, 4, 16],
        [1, 3, 0, 0],
        [2, 9, 3, 10],
        [7, 12, 5, 9],
        [0, 2, 0, 3],
        [4, 15, 2, 14],
    ];

    public static readonly long[][] Treatment =
    [
        [4, 9, 1, 7],
        [2, 5, 2, 6],
        [9, 21, 5, 15],
        [1, 2, 1, 1],
        [6, 11, 3, 9],
        [3, 8, 4, 12],
        [2, 3, 0, 2],
        [8, 14, 3, 13],
        [0, 1, 0, 0],
        [5, 10, 2, 8],
    ];

    public static Moments Sum(IEnumerable<long[]> users) => users.Select(user => Moments.OfUser(user)).Aggregate((a, b) => a + b);

    /// <summary>The same users, each of whom counts once: means instead of quotients.</summary>
    public static Moments PerUser(IEnumerable<long[]> users) => Sum(users.Select(user => new[] { user[0], 1, user[2], 1 }));
}
