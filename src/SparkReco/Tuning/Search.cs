using SparkReco.Configuration;

namespace SparkReco.Tuning;

/// <summary>
/// Searches the baseline's settings one after another, in the order of what they matter, each with the best of those before: the half-life of
/// popularity, by itself; direction and half-life of pairs; the target exponent and the size of the history; the weights of the blend, and of the
/// items' state; and from how many items on pairs are trusted. Where times are not known: target exponent, number of neighbours, EASE, weights of
/// the blend. The settings tried are few, and each step begins with the one that is best
/// where nothing is known, which another must beat clearly: weeks differ more than settings that are nearly as good.
/// </summary>
internal sealed class Search(IReadOnlyList<TuningWindow> windows, ItemItemSettings itemItem, BlendSettings blend)
{
    // By so much, relatively, a setting must be better than the first one of its step.
    private const double ClearGain = 1.01;

    // Inverting the matrix of more items takes minutes.
    private const int MostItemsOfEase = 6000;
    private const int NeighborsOfEase = 200;

    private readonly List<Trial> _trials = [];
    private readonly int[] _shortHours = windows.Any(window => window.HasTimes) ? [1, 6] : [];

    /// <summary>All trials, in their order.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>The best trial: the configured settings, or the better ones that the search found.</summary>
    public Trial Run()
    {
        var configured = Best("configured", [new("as configured", itemItem, blend)]);
        var best = windows.All(window => window.IsTimed) ? Timed() : Timeless();
        return best.Mean > ClearGain * configured.Mean ? best : configured;
    }

    private Trial Timed()
    {
        var hasCategories = windows.Any(window => window.HasCategories);
        var untuned = Untuned.Blend(blend, hasCategories);
        var found = new Candidate("", Untuned.Pairs(itemItem, hasCategories), untuned with { ItemItem = 0 });
        found = Best(
            "popularity",
            from hours in (int[])[24, 168, 720, 0, .. _shortHours]
            select found with
            {
                Name = $"half-life {Hours(hours)}",
                Blend = found.Blend with { PopularityHalfLifeHours = hours },
            }
        ).Candidate;
        found = found with { Blend = found.Blend with { ItemItem = untuned.ItemItem } };
        found = Best(
            "pairs",
            from direction in new[] { found.ItemItem.Direction, PairDirection.Forward, PairDirection.Both }.Distinct()
            from hours in (int[])[168, 720, 2160, .. _shortHours]
            select found with
            {
                Name = $"{direction.ToString().ToLowerInvariant()}, half-life {Hours(hours)}",
                ItemItem = found.ItemItem with { Direction = direction, HalfLifeHours = hours },
            }
        ).Candidate;
        found = TargetExponent(found, 60, 20);
        found = Best(
            "history",
            from size in (int[])[30, 100]
            select found with
            {
                Name = $"{size} items",
                ItemItem = found.ItemItem with { HistorySize = size },
            }
        ).Candidate;
        found = Weights(
            found,
            (untuned.ItemItem, untuned.Category, untuned.Popularity),
            (100, 0, 0),
            (100, 100, 10),
            (100, 300, 30),
            (100, 30, hasCategories ? 100 : 10),
            (100, 0, 300)
        );
        found = Best(
            "item state",
            from percent in (int[])[100, 0, 50]
            select found with
            {
                Name = $"{percent} %",
                Blend = found.Blend with { ItemState = percent },
            }
        ).Candidate;
        return LeastHistory(found, 5, 2, 15);
    }

    /// <summary>The search where times are not known: who had what with what.</summary>
    private Trial Timeless()
    {
        var found = new Candidate("", Untuned.TimelessPairs(itemItem), Untuned.TimelessBlend(blend));
        found = TargetExponent(found, 60, 80, 40, 20);
        found = Best(
            "neighbours",
            from neighbors in (int[])[found.ItemItem.Neighbors, 20, 200]
            select found with
            {
                Name = $"{neighbors}",
                ItemItem = found.ItemItem with { Neighbors = neighbors },
            }
        ).Candidate;
        if (windows.Max(window => window.UsedItemCount) <= MostItemsOfEase)
        {
            found = Best(
                "ease",
                from regularization in (int[])[0, 500, 100, 2000]
                select regularization == 0
                    ? found with
                    {
                        Name = "none",
                    }
                    : found with
                    {
                        Name = $"regularization {regularization}",
                        ItemItem = found.ItemItem with { Model = ItemItemModel.Ease, Regularization = regularization, Neighbors = NeighborsOfEase },
                    }
            ).Candidate;
        }

        found = Weights(found, (100, 0, 0), (100, 10, 0), (100, 0, 10), (100, 30, 30));
        return LeastHistory(found, 2, 5);
    }

    private Candidate TargetExponent(Candidate found, params int[] exponents) =>
        Best(
            "target exponent",
            from exponent in exponents
            select found with
            {
                Name = $"{exponent}",
                ItemItem = found.ItemItem with { TargetExponent = exponent },
            }
        ).Candidate;

    private Candidate Weights(Candidate found, params (int Pairs, int Category, int Popularity)[] weights) =>
        Best(
            "blend",
            from weight in weights
            select found with
            {
                Name = $"pairs {weight.Pairs}, category {weight.Category}, popularity {weight.Popularity}",
                Blend = found.Blend with { ItemItem = weight.Pairs, Category = weight.Category, Popularity = weight.Popularity },
            }
        ).Candidate;

    private Trial LeastHistory(Candidate found, params int[] sizes) =>
        Best("least history", from items in sizes select found with { Name = $"{items} items", Blend = found.Blend with { MinHistory = items } });

    /// <summary>Tries a candidate; what was tried before, in an earlier step, came to the same.</summary>
    private Trial Try(string step, Candidate candidate)
    {
        var before = _trials.Find(trial => trial.Candidate.ItemItem == candidate.ItemItem && trial.Candidate.Blend == candidate.Blend);
        _trials.Add(before is null ? Trial.Of(step, candidate, windows) : before with { Step = step, Candidate = candidate });
        return _trials[^1];
    }

    private static string Hours(int hours) =>
        hours == 0 ? "none"
        : hours % 24 == 0 ? $"{hours / 24} d"
        : $"{hours} h";

    /// <summary>Tries candidates; the best of them is the first one, or one that is clearly better.</summary>
    private Trial Best(string step, IEnumerable<Candidate> candidates)
    {
        Trial[] trials = [.. candidates.Select(candidate => Try(step, candidate))];
        var best = trials.MaxBy(trial => trial.Mean)!;
        return best.Mean > ClearGain * trials[0].Mean ? best : trials[0];
    }
}
