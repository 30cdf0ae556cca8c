using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Personalize;

namespace SparkReco.Judging;

/// <summary>Sets what Amazon Personalize costs beside what it gains. What was watched later is at most what its lists bring: they need not be the cause.</summary>
public static class CostJudge
{
    private const int DaysPerMonth = 30;
    private const string FromSetting = "setting";

    internal sealed record Sizes(long Interactions, long Users, long Items, long EligibleUsers, long JudgedDays);

    internal sealed record Training(double? Hours);

    internal sealed record Gain(long Users, double Minutes, double Low, double High);

    internal static readonly Query<Sizes> SizesQuery = new("Judging/cost_sizes.sql");
    internal static readonly Query<Training> TrainingQuery = new("Judging/training_hours.sql");
    internal static readonly Query<Gain> GainQuery = new("Judging/watch_gain.sql");

    /// <summary>The row of <c>cost_summary</c>; none where no price is known, or Amazon Personalize is not what the report leads with.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var settings = context.Settings;
        // Sizes take a scan of the log, which is not made where no price is known.
        if (Systems.MainPair(settings) is not { System: Systems.Personalize } pair || !HasPrices(settings))
            return [];
        var sizes = (await SizesQuery.ReadAsync(context.Tables, settings, cancellation))[0];
        var (cost, source) = await MonthlyAsync(context, sizes, cancellation);
        var gains = await GainQuery.ReadAsync(
            context.Tables,
            settings,
            cancellation,
            ("reference", Sql.SqlLiteral.Of(pair.Reference)),
            ("system", Sql.SqlLiteral.Of(pair.System))
        );
        if (cost <= 0 || sizes.JudgedDays == 0 || gains is not [var gain])
            return [];

        // Lists may have been made for a part of the users. A bill is for all, who would gain as these do; the run's own jobs are for these.
        var users = gain.Users * (source == FromSetting ? 1024d / settings.Personalize.UserBuckets : 1);
        var (hours, low, high) = (Hours(gain.Minutes), Hours(gain.Low), Hours(gain.High));
        var value = (double)settings.Comparison.HourValue;
        return
        [
            [
                pair.Reference,
                pair.System,
                cost,
                source,
                hours,
                low,
                high,
                PerHour(hours),
                PerHour(high),
                PerHour(low),
                value > 0 ? cost / value * 60 / users : null,
            ],
        ];

        double Hours(double minutes) => minutes / 60 * users * DaysPerMonth / sizes.JudgedDays;
        double? PerHour(double extra) => extra > 0 ? cost / extra : null;
    }

    private static bool HasPrices(Settings settings) =>
        settings.Comparison.MonthlyCost > 0 || (settings.Personalize.IsDriven && settings.Personalize.Prices != new PriceSettings());

    /// <summary>What a month costs: what the settings say or, where they don't, the run's own jobs by the prices, as often as the settings say.</summary>
    private static async Task<(double Cost, string Source)> MonthlyAsync(ModelContext context, Sizes sizes, CancellationToken cancellation)
    {
        var (comparison, personalize) = (context.Settings.Comparison, context.Settings.Personalize);
        if (comparison.MonthlyCost > 0)
            return ((double)comparison.MonthlyCost, FromSetting);
        var recipe = Recipe.Find(personalize.Recipe)!;
        var hours = (await TrainingQuery.ReadAsync(context.Tables, context.Settings, cancellation))[0].Hours;
        if (!recipe.WeighsEvents && hours is null)
            return (0, "");
        var size = new DataSize(sizes.Interactions, sizes.Users, sizes.Items, sizes.EligibleUsers);
        var lines = Cost.Estimate(size, personalize, hours);
        // A sum that lacks a price would be a wrong one.
        return lines.All(line => line.Amount is not null)
            ? ((double)lines.Sum(line => line.Amount!.Value * (line.IsMonthly ? 1 : comparison.RunsPerMonth)), "prices")
            : (0, "");
    }
}
