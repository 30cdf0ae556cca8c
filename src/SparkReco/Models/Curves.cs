using SparkReco.Configuration;
using static SparkReco.Models.ColumnType;

namespace SparkReco.Models;

/// <summary>
/// Curves as tables of whole numbers. Logarithms and powers differ in their last bits from engine to engine; computed here once and
/// joined, they are the same everywhere.
/// </summary>
public static class Curves
{
    private const double Million = 1e6;
    private const double Trillion = 1e12;
    private const double Quadrillion = 1e15;

    // So many steps of age make a half-life, and so many half-lives count.
    private const int StepsPerHalfLife = 32;
    private const int LastHalfLife = 20;

    private const int LastArgument = 65_535;

    private static readonly long[] Logarithms =
    [
        0,
        .. Enumerable.Range(1, LastArgument).Select(argument => (long)Math.Round(64 * Math.Log2(argument))),
    ];

    private static readonly long[] Recencies =
    [
        .. Enumerable.Range(0, (LastHalfLife * StepsPerHalfLife) + 1).Select(step => Halved(step, StepsPerHalfLife)),
    ];

    /// <summary>age_days to parts per million: 2^(-age / half-life), down to the last age that counts.</summary>
    public static Model Decay { get; } =
        Table(
            "decay",
            ["age_days", "weight"],
            (context, _) =>
            {
                var settings = context.Settings.Engagement;
                return Task.FromResult(Halving(settings.LookbackDays, settings.HalfLifeDays));
            }
        );

    /// <summary>The age of a use, in steps of a 32nd of a half-life, to parts per million; older ones count nothing.</summary>
    public static Model UseRecency { get; } =
        Table("use_recency", ["step", "weight"], (_, _) => Task.FromResult(Halving(LastHalfLife * StepsPerHalfLife, StepsPerHalfLife)));

    /// <summary>The length of a step of <see cref="UseRecency"/> in milliseconds; longer than all ages where nothing fades.</summary>
    public static long StepMs(int halfLifeHours) => halfLifeHours == 0 ? 1L << 52 : halfLifeHours * 3_600_000L / StepsPerHalfLife;

    /// <summary>The half-life of popularity as a period, in milliseconds; 30 days where popularity does not fade.</summary>
    public static long PeriodMs(int halfLifeHours) => (halfLifeHours == 0 ? 720 : halfLifeHours) * 3_600_000L;

    /// <summary>A whole number to its binary logarithm, in 1/64.</summary>
    public static Model BinaryLogarithms { get; } =
        Table(
            "binary_logarithms",
            ["argument", "step"],
            (_, _) => Task.FromResult(Rows(1, LastArgument, argument => [argument, BinaryLogarithm(argument)]))
        );

    /// <summary>The place in a history, from 1, to the weight of the item there as a seed: parts per million.</summary>
    public static Model PlaceWeights { get; } =
        Table(
            "place_weights",
            ["place", "weight"],
            (context, _) =>
            {
                var settings = context.Settings.ItemItem;
                return Task.FromResult(Rows(1, settings.SeedSize, place => [place, PlaceWeight(place, settings.SeedHalfLife)]));
            }
        );

    /// <summary>The logarithm of <see cref="BinaryLogarithms"/>; of what is beyond its end, the last.</summary>
    public static long BinaryLogarithm(long argument) => Logarithms[Math.Min(argument, LastArgument)];

    /// <summary>The weight of a seed by its place in the history, as <see cref="PlaceWeights"/> has it.</summary>
    public static long PlaceWeight(long place, int halfLife) => halfLife == 0 ? (long)Million : Halved(place - 1, halfLife);

    /// <summary>The weight of a use by its age, as <see cref="UseRecency"/> has it.</summary>
    public static long Recency(long ageMs, long stepMs) => ageMs / stepMs is var step && step < Recencies.Length ? Recencies[step] : 0;

    /// <summary>2^(-age / half-life), in parts per million.</summary>
    public static long Halved(long age, int halfLife) => (long)Math.Round(Million * Math.Pow(2, -age / (double)halfLife));

    /// <summary>The weight of a user with so many items, as <see cref="CountWeights"/> has it.</summary>
    public static long CountWeight(long itemCount, int exponentPercent) => Power(itemCount, exponentPercent, Million);

    /// <summary>The weight of an item that stands in so many histories, as <see cref="DegreeWeights"/> has it.</summary>
    public static long DegreeWeight(long degree, int exponentPercent) => Power(degree, exponentPercent, Trillion);

    /// <summary>The age of an item in days to parts per million.</summary>
    public static Model Newness { get; } =
        Table(
            "newness",
            ["age_days", "weight"],
            (context, _) =>
            {
                var days = context.Settings.Blend.NewItemDays;
                return Task.FromResult(Halving(20 * days, days));
            }
        );

    /// <summary>The number n of items in a history to the weight of its user: n^(-exponent/100), parts per million.</summary>
    public static Model CountWeights { get; } =
        Table(
            "count_weights",
            ["item_count", "user_weight"],
            (context, _) =>
            {
                var settings = context.Settings.ItemItem;
                return Task.FromResult(Rows(1, settings.HistorySize, n => [n, CountWeight(n, settings.UserExponent)]));
            }
        );

    /// <summary>An item's degree to its weight as item of a history and as recommended item, parts per million millions; only degrees that occur.</summary>
    public static Model DegreeWeights { get; } =
        Table(
            "degree_weights",
            ["degree", "history_weight", "target_weight"],
            async (context, cancellation) =>
            {
                var settings = context.Settings.ItemItem;
                var degrees = await context.Tables.ReadAsync("select distinct degree from item_degrees", row => row.GetInt64(0), cancellation);
                return
                [
                    .. degrees
                        .Order()
                        .Select(degree =>
                            new object?[] { degree, DegreeWeight(degree, settings.HistoryExponent), DegreeWeight(degree, settings.TargetExponent) }
                        ),
                ];
            },
            reads: "item_degrees"
        );

    /// <summary>The list lengths k.</summary>
    public static Model Cutoffs { get; } =
        Table(
            "cutoffs",
            ["k"],
            (context, _) => Task.FromResult<IReadOnlyList<object?[]>>([.. context.Settings.Evaluation.Cutoffs.Select(k => new object?[] { (long)k })])
        );

    /// <summary>
    /// rank to its discount 1/log2(rank + 1) and to the ideal gain, the sum of the discounts up to the rank, parts per million millions
    /// (Burges et al., Learning to rank using gradient descent, ICML 2005).
    /// </summary>
    public static Model RankDiscounts { get; } =
        Table(
            "rank_discounts",
            ["rank", "discount", "ideal_gain"],
            (context, _) =>
            {
                var (discounts, ideals) = DiscountsOf(context.Settings.Blend.ListSize);
                return Task.FromResult(Rows(1, context.Settings.Blend.ListSize, rank => [rank, discounts[rank], ideals[rank]]));
            }
        );

    /// <summary>The discount and the ideal gain of each rank up to a last one, as <see cref="RankDiscounts"/> has them; 0 at rank 0.</summary>
    public static (long[] Discounts, long[] Ideals) DiscountsOf(int last)
    {
        var (discounts, ideals) = (new long[last + 1], new long[last + 1]);
        for (var rank = 1; rank <= last; rank++)
        {
            discounts[rank] = (long)Math.Round(Trillion / Math.Log2(rank + 1));
            ideals[rank] = ideals[rank - 1] + discounts[rank];
        }

        return (discounts, ideals);
    }

    /// <summary>depth d to p^d and to the sum of p^i / i for i from 1 to d, parts per thousand million millions.</summary>
    public static Model RboDepths { get; } =
        Table(
            "rbo_depths",
            ["depth", "power", "power_sum"],
            (context, _) =>
            {
                var last = 2 * context.Settings.Blend.ListSize;
                var (powers, sums) = RboPowersOf(context.Settings.Comparison.RboPersistence, last);
                return Task.FromResult(Rows(0, last, depth => [depth, powers[depth], sums[depth]]));
            }
        );

    /// <summary>The power and the sum of each depth up to a last one, as <see cref="RboDepths"/> has them.</summary>
    public static (long[] Powers, long[] Sums) RboPowersOf(int persistencePercent, int last)
    {
        var p = persistencePercent / 100d;
        var (powers, sums) = (new long[last + 1], new long[last + 1]);
        powers[0] = (long)Quadrillion;
        for (var depth = 1; depth <= last; depth++)
        {
            var power = Math.Pow(p, depth);
            powers[depth] = (long)Math.Round(Quadrillion * power);
            sums[depth] = sums[depth - 1] + (long)Math.Round(Quadrillion * power / depth);
        }

        return (powers, sums);
    }

    /// <summary>
    /// The numbers of the draws of a random list, four for each place, and the smallest prime that is not below the number of items on
    /// offer: steps of any length around a prime number of places come by all of them. There are no more draws than places.
    /// </summary>
    public static Model DrawNumbers { get; } =
        Table(
            "draw_numbers",
            ["draw", "place_count"],
            async (context, cancellation) =>
            {
                var items = (
                    await context.Tables.ReadAsync("select cast(count(*) as bigint) from offered_items", row => row.GetInt64(0), cancellation)
                )[0];
                var (places, draws) = DrawsOf(items, context.Settings.Blend.ListSize);
                return Rows(1, draws, draw => [draw, places]);
            },
            reads: "offered_items"
        );

    /// <summary>The places and the draws of a random list, as <see cref="DrawNumbers"/> has them.</summary>
    public static (long Places, int Draws) DrawsOf(long itemCount, int listSize)
    {
        var prime = Math.Max(2, itemCount);
        while (!IsPrime(prime))
            prime++;
        return (prime, (int)Math.Min(4 * listSize, prime));
    }

    private static bool IsPrime(long number)
    {
        for (var factor = 2L; factor * factor <= number; factor++)
        {
            if (number % factor == 0)
                return false;
        }

        return true;
    }

    private static IReadOnlyList<object?[]> Halving(int lastAge, int halfLife) => Rows(0, lastAge, age => [age, Halved(age, halfLife)]);

    private static long Power(long n, int exponentPercent, double scale) => (long)Math.Round(scale * Math.Pow(n, -exponentPercent / 100d));

    private static IReadOnlyList<object?[]> Rows(int first, int last, Func<long, object?[]> row) =>
        [.. Enumerable.Range(first, last - first + 1).Select(n => row(n))];

    private static Model Table(string name, string[] columns, RowSource rows, string? reads = null) =>
        new()
        {
            Name = name,
            Room = "Curves",
            Grain = columns[0],
            Columns = [.. columns.Select(column => new Column(column, BigInt, ""))],
            Lifetime = Lifetime.Stage,
            Rows = rows,
            RowsRead = reads is null ? [] : [reads],
        };
}
