using SparkReco.Configuration;

namespace SparkReco.Tuning;

/// <summary>
/// Searches the baseline's settings: the half-life of popularity, by itself; kinds of pairs, whose settings belong together; then one setting after
/// another in the order of what they matter, each with the best of those before. Where times are not known: target exponent, number of
/// neighbours, EASE, weights of the blend. The settings tried are few, and each step begins with what is best where nothing is known, or with
/// what was found so far, which another must beat clearly: weeks differ more than settings that are nearly as good.
/// </summary>
/// <param name="windows">The windows that judge.</param>
/// <param name="itemItem">How items are alike by the configuration.</param>
/// <param name="blend">The configured blend.</param>
/// <param name="mayTryEase">Whether EASE has the time and the memory that it needs, here and when the lists are made.</param>
/// <param name="cancellation">Ends the search.</param>
internal sealed class Search(
    IReadOnlyList<TuningWindow> windows,
    ItemItemSettings itemItem,
    BlendSettings blend,
    bool mayTryEase,
    CancellationToken cancellation
)
{
    // By so much, relatively, a setting must be better than the first one of its step.
    private const double ClearGain = 1.01;

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
        return FirstOrClearlyBetter([configured, best], trial => trial.Mean);
    }

    /// <summary>The best of all trials by the windows before one alone: the configured settings, or clearly better ones.</summary>
    public Trial BestBefore(DateOnly firstDay) =>
        FirstOrClearlyBetter(_trials, trial => trial.Windows.Where(window => window.FirstDay < firstDay).Average(window => window.Mean));

    private Trial Timed()
    {
        var hasCategories = windows.Any(window => window.HasCategories);
        var (pairs, untuned) = (Untuned.Pairs(itemItem, hasCategories), Untuned.Blend(blend, hasCategories));
        var found = Best(
            "popularity",
            from hours in (int[])[24, 168, 720, 0, .. _shortHours]
            select new Candidate($"half-life {Hours(hours)}", pairs, untuned with { ItemItem = 0, PopularityHalfLifeHours = hours })
        ).Candidate;
        untuned = untuned with { PopularityHalfLifeHours = found.Blend.PopularityHalfLifeHours };
        found = Best(
            "kind",
            from kind in Kinds(pairs)
            from weights in (BlendSettings[])[untuned, OnlyPairs(untuned), WithPopularity(untuned)]
            select new Candidate(
                $"{kind.Direction.ToString().ToLowerInvariant()}, half-life {Hours(kind.HalfLifeHours)}, history {kind.HistorySize}, {Words(weights)}, item state {weights.ItemState} %",
                kind,
                weights
            )
        ).Candidate;
        found = Step(
            "direction",
            found,
            [PairDirection.Forward, PairDirection.Both],
            pair => pair.Direction,
            (pair, way) => pair with { Direction = way }
        );
        found = HalfLife(found);
        found = TargetExponent(found);
        found = Step("history", found, [30, 100, 1000], pair => pair.HistorySize, (pair, size) => pair with { HistorySize = size });
        found = Step("support", found, [1, 2], pair => pair.MinSupport, (pair, users) => pair with { MinSupport = users });
        found = Neighbors(found);
        found = Weights(found, (100, 30, 10), (100, 0, 0), (100, 100, 10), (100, 300, 30), (100, 30, 100), (100, 0, 300));
        found = Best(
            "item state",
            from percent in First(found.Blend.ItemState, 0, 50, 100)
            select found with
            {
                Name = $"{percent} %",
                Blend = found.Blend with { ItemState = percent },
            }
        ).Candidate;
        return LeastHistory(found, 5, 2, 15);
    }

    /// <summary>Pairs that differ in all that matters at once, for what is best of one setting depends on the others; the given ones first.</summary>
    private IEnumerable<ItemItemSettings> Kinds(ItemItemSettings untuned) =>
        new[] { untuned }
            .Concat(
                from direction in (PairDirection[])[PairDirection.Forward, PairDirection.Both]
                from hours in (int[])[168, 24, .. _shortHours]
                select untuned with
                {
                    Direction = direction,
                    HalfLifeHours = hours,
                }
            )
            .Append(untuned with { Direction = PairDirection.Both, HalfLifeHours = 720, HistorySize = 100 })
            .Concat(
                from hours in (int[])[2160, 0]
                select untuned with
                {
                    Direction = PairDirection.Both,
                    HalfLifeHours = hours,
                    HistorySize = 1000,
                    TargetExponent = 20,
                    Neighbors = 200,
                }
            )
            .Where(kind => kind.HasEnoughExponents)
            .Distinct();

    private static BlendSettings OnlyPairs(BlendSettings untuned) => untuned with { Category = 0, Popularity = 0, ItemState = 50 };

    private static BlendSettings WithPopularity(BlendSettings untuned) => untuned with { Category = 0, Popularity = 100, ItemState = 0 };

    /// <summary>The search where times are not known: who had what with what.</summary>
    private Trial Timeless()
    {
        var found = new Candidate("", Untuned.TimelessPairs(itemItem), Untuned.TimelessBlend(blend));
        found = TargetExponent(found);
        found = Neighbors(found);
        if (mayTryEase)
        {
            found = Best(
                "ease",
                (
                    from regularization in (int[])[500, 100, 2000]
                    select found with
                    {
                        Name = $"regularization {regularization}",
                        ItemItem = found.ItemItem with { Model = ItemItemModel.Ease, Regularization = regularization, Neighbors = NeighborsOfEase },
                    }
                ).Prepend(found with { Name = "none" })
            ).Candidate;
        }

        found = Weights(found, (100, 0, 0), (100, 10, 0), (100, 0, 10), (100, 30, 30));
        return LeastHistory(found, 2, 5);
    }

    private Candidate HalfLife(Candidate found) =>
        Step("half-life", found, [168, 720, 2160, 0], pair => pair.HalfLifeHours, (pair, hours) => pair with { HalfLifeHours = hours }, Hours);

    private Candidate TargetExponent(Candidate found) =>
        Step(
            "target exponent",
            found,
            [.. new[] { 20, 40, 60 }.Where(exponent => (found.ItemItem with { TargetExponent = exponent }).HasEnoughExponents)],
            pair => pair.TargetExponent,
            (pair, exponent) => pair with { TargetExponent = exponent }
        );

    private Candidate Neighbors(Candidate found) =>
        Step("neighbours", found, [50, 200], pair => pair.Neighbors, (pair, count) => pair with { Neighbors = count });

    /// <summary>Tries one setting of pairs, what was found of it first.</summary>
    private Candidate Step<T>(
        string name,
        Candidate found,
        T[] values,
        Func<ItemItemSettings, T> valueOf,
        Func<ItemItemSettings, T, ItemItemSettings> with,
        Func<T, string>? nameOf = null
    ) =>
        Best(
            name,
            from value in First(valueOf(found.ItemItem), values)
            select found with
            {
                Name = nameOf?.Invoke(value) ?? $"{value}".ToLowerInvariant(),
                ItemItem = with(found.ItemItem, value),
            }
        ).Candidate;

    private static IEnumerable<T> First<T>(T first, params T[] others) => others.Prepend(first).Distinct();

    private Candidate Weights(Candidate found, params (int ItemItem, int Category, int Popularity)[] weights) =>
        Best(
            "blend",
            from weight in First((found.Blend.ItemItem, found.Blend.Category, found.Blend.Popularity), weights)
            let tried = found.Blend with
            {
                ItemItem = weight.ItemItem,
                Category = weight.Category,
                Popularity = weight.Popularity,
            }
            select found with
            {
                Name = Words(tried),
                Blend = tried,
            }
        ).Candidate;

    private static string Words(BlendSettings weights) => $"pairs {weights.ItemItem}, category {weights.Category}, popularity {weights.Popularity}";

    private Trial LeastHistory(Candidate found, params int[] sizes) =>
        Best("least history", from items in sizes select found with { Name = $"{items} items", Blend = found.Blend with { MinHistory = items } });

    /// <summary>Tries a candidate; what was tried before, in an earlier step, came to the same.</summary>
    private Trial Try(string step, Candidate candidate)
    {
        var before = _trials.Find(trial => trial.Candidate.ItemItem == candidate.ItemItem && trial.Candidate.Blend == candidate.Blend);
        _trials.Add(before is null ? Trial.Of(step, candidate, windows, cancellation) : before with { Step = step, Candidate = candidate });
        return _trials[^1];
    }

    private static string Hours(int hours) =>
        hours == 0 ? "none"
        : hours % 24 == 0 ? $"{hours / 24} d"
        : $"{hours} h";

    /// <summary>Tries candidates; the best of them is the first one, or one that is clearly better.</summary>
    private Trial Best(string step, IEnumerable<Candidate> candidates) =>
        FirstOrClearlyBetter([.. candidates.Select(candidate => Try(step, candidate))], trial => trial.Mean);

    private static Trial FirstOrClearlyBetter(IReadOnlyList<Trial> trials, Func<Trial, double> mean)
    {
        var best = trials.MaxBy(mean)!;
        return mean(best) > ClearGain * mean(trials[0]) ? best : trials[0];
    }
}
