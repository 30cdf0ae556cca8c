using SparkReco.Configuration;

namespace SparkReco.Tuning;

/// <summary>
/// Searches the baseline's settings one after another, in the order of what they matter, each with the best of those before: the half-life of
/// popularity, by itself; direction and half-life of pairs; the target exponent and the size of the history; the weights of the blend, and of the
/// items' state; and from how many items on pairs are trusted. The settings tried are few, and each step begins with the one that is best
/// where nothing is known, which another must beat clearly: weeks differ more than settings that are nearly as good.
/// </summary>
internal sealed class Search(IReadOnlyList<TuningWindow> windows, ItemItemSettings itemItem, BlendSettings blend)
{
    // By so much, relatively, a setting must be better than the first one of its step.
    private const double ClearGain = 1.01;

    private readonly List<Trial> _trials = [];
    private readonly int[] _shortHours = windows.Any(window => window.HasTimes) ? [1, 6] : [];

    /// <summary>All trials, in their order.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>The best trial: the configured settings, or the better ones that the search found.</summary>
    public Trial Run()
    {
        var configured = Best("configured", [new("as configured", itemItem, blend)]);
        var found = new Candidate("", Pairs, Blend with { ItemItem = 0 });
        found = Best(
            "popularity",
            from hours in (int[])[24, 168, 720, 0, .. _shortHours]
            select found with
            {
                Name = $"half-life {Hours(hours)}",
                Blend = found.Blend with { PopularityHalfLifeHours = hours },
            }
        ).Candidate;
        found = found with { Blend = found.Blend with { ItemItem = Blend.ItemItem } };
        found = Best(
            "pairs",
            from direction in new[] { PairDirection.Forward, PairDirection.Both }
            from hours in (int[])[168, 720, 2160, .. _shortHours]
            select found with
            {
                Name = $"{direction.ToString().ToLowerInvariant()}, half-life {Hours(hours)}",
                ItemItem = found.ItemItem with { Direction = direction, HalfLifeHours = hours },
            }
        ).Candidate;
        found = Best(
            "target exponent",
            from exponent in (int[])[60, 20]
            select found with
            {
                Name = $"{exponent}",
                ItemItem = found.ItemItem with { TargetExponent = exponent },
            }
        ).Candidate;
        found = Best(
            "history",
            from size in (int[])[30, 100]
            select found with
            {
                Name = $"{size} items",
                ItemItem = found.ItemItem with { HistorySize = size },
            }
        ).Candidate;
        found = Best(
            "blend",
            from weights in ((int Pairs, int Category, int Popularity)[])
                [(100, 30, 10), (100, 0, 0), (100, 100, 10), (100, 300, 30), (100, 10, 100), (100, 0, 300)]
            select found with
            {
                Name = $"pairs {weights.Pairs}, category {weights.Category}, popularity {weights.Popularity}",
                Blend = found.Blend with { ItemItem = weights.Pairs, Category = weights.Category, Popularity = weights.Popularity },
            }
        ).Candidate;
        found = Best(
            "item state",
            from percent in (int[])[100, 0, 50]
            select found with
            {
                Name = $"{percent} %",
                Blend = found.Blend with { ItemState = percent },
            }
        ).Candidate;
        var best = Best(
            "least history",
            from items in (int[])[5, 2, 15]
            select found with
            {
                Name = $"{items} items",
                Blend = found.Blend with { MinHistory = items },
            }
        );
        return best.Mean > ClearGain * configured.Mean ? best : configured;
    }

    // What is best where nothing is known of the data.
    private ItemItemSettings Pairs => itemItem with { Direction = PairDirection.Forward, HalfLifeHours = 168, TargetExponent = 60, HistorySize = 30 };

    private BlendSettings Blend =>
        blend with
        {
            ItemItem = 100,
            Category = 30,
            Popularity = 10,
            Preference = 0,
            Recency = 0,
            ItemState = 100,
            MinHistory = 5,
        };

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
