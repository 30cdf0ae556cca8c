using System.Globalization;
using SparkReco.Configuration;

namespace SparkReco.Personalize;

/// <summary>A part of what a run has to pay.</summary>
/// <param name="What">What is paid for.</param>
/// <param name="Quantity">How much of it.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Price">The price of one; 0 where it is not known.</param>
public sealed record CostLine(string What, double Quantity, string Unit, decimal Price)
{
    /// <summary>Whether it is paid once a month, however often lists are made.</summary>
    public bool IsMonthly { get; init; }

    /// <summary>What it comes to; null where the price is not known.</summary>
    public decimal? Amount => Price > 0 ? (decimal)Quantity * Price : null;
}

/// <summary>How much data there are for the service.</summary>
/// <param name="Interactions">Interactions before the run date.</param>
/// <param name="Users">Users.</param>
/// <param name="Items">Items.</param>
/// <param name="EligibleUsers">Users who get lists.</param>
public sealed record DataSize(long Interactions, long Users, long Items, long EligibleUsers);

/// <summary>What Amazon Personalize asks for, from quantities and the prices of the configuration.</summary>
public static class Cost
{
    private const double BytesPerInteraction = 60;
    private const double BytesPerRow = 120;
    private const int HoursPerMonth = 730;

    /// <summary>
    /// An estimate before anything is done. How many hours a training takes only the service knows, and tells afterwards: before, it is given as
    /// one, so that the price is seen.
    /// </summary>
    public static IReadOnlyList<CostLine> Estimate(DataSize size, PersonalizeSettings settings, double? trainingHours = null)
    {
        var prices = settings.Prices;
        var recipe = Recipe.Find(settings.Recipe)!;
        var gigabytes = ((size.Interactions * BytesPerInteraction) + ((size.Users + size.Items) * BytesPerRow)) / 1e9;
        List<CostLine> lines =
        [
            new("bringing the data sets there", gigabytes, "GB", prices.Gigabyte),
            recipe.WeighsEvents
                ? new("training", size.Interactions / 1e6, "million interactions", prices.MillionInteractions)
                : new(
                    trainingHours is null ? "training, for each hour of it" : "training",
                    trainingHours ?? 1,
                    "training hours",
                    prices.TrainingHour
                ),
        ];
        var requests =
            recipe.Kind == RecipeKind.RelatedItems
                ? Math.Min(size.Items, size.EligibleUsers * ListRequests.Seeds)
                : size.EligibleUsers * settings.UserBuckets / 1024;
        if (settings.Lists == ListWay.Batch)
            lines.Add(new($"lists of {settings.ListSize} by batch inference", requests / 1e3, "thousand lists", prices.ThousandLists));
        else
        {
            var hours = Math.Max(1, Math.Ceiling(requests / (3600.0 * settings.RequestsPerSecond)));
            lines.Add(new("the campaign while it is asked", hours * settings.MinProvisionedTps, "TPS-hours", prices.TpsHour));
            if (settings.CampaignEnd == CampaignEnd.Keep)
                lines.Add(
                    new("the campaign afterwards, each month", HoursPerMonth * settings.MinProvisionedTps, "TPS-hours", prices.TpsHour)
                    {
                        IsMonthly = true,
                    }
                );
        }

        return lines;
    }

    /// <summary>What a campaign costs in a month, asked or not, as the end of a sentence; nothing where the price is not known.</summary>
    public static string Monthly(PersonalizeSettings settings) =>
        settings.Prices.TpsHour > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", which is {HoursPerMonth * settings.MinProvisionedTps * settings.Prices.TpsHour:0.00} a month at 'personalize.prices.tps_hour'"
            )
            : "";
}
