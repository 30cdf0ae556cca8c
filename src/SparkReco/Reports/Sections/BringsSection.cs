using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What each system's lists are made of: how much of the catalogue, how even, how new, and what moves from one to the other.</summary>
internal static class BringsSection
{
    private static readonly string[] Kinds = ["all", "new", "long_tail", "new_to_user", "unshown"];

    public static Section Section { get; } = new("brings", "What does each bring?", Takeaway, Content);

    private static string? Takeaway(ReportData data)
    {
        if (!data.HasComparison)
            return null;
        if (
            data.Foretold.FirstOrDefault(row => row.FoundBy == "system") is { } theirs
            && data.Foretold.FirstOrDefault(row => row.FoundBy == "reference") is { } ours
        )
            return $"Of the new things that a user did later, {Words.Name(data.Pair.System)} alone had {Numbers.Text(theirs.RecallShare, ValueFormat.Percent)} among its first {data.MainCutoff}, {Words.Name(data.Pair.Reference)} alone {Numbers.Text(ours.RecallShare, ValueFormat.Percent)}.";
        var places = data.Movements.Sum(row => row.Places);
        return places == 0
            ? "No user has lists of both systems."
            : $"Of the items of either list, {Numbers.Share(Shown(data, "entered"), places)} are in {Words.Whose(data.Pair.System, "lists")} alone.";
    }

    private static IEnumerable<Block> Content(ReportData data)
    {
        foreach (var block in new Block?[] { Exclusive(data), Recall(data), Discovered(data), Movers(data) }.OfType<Block>())
            yield return block;
        if (data is { HasEvaluation: false, Files: null, Discoveries.Count: > 0 })
            yield return new Prose(
                $"Whether people liked what only one of them shows cannot be told: no eligible user did anything new {Period.Of(data)}.",
                "notice"
            );
        if (data.Files is null)
            yield return SystemPanels.Of(
                data,
                "What the lists are like",
                $"Of all lists, by their first {data.MainCutoff} places. None of these is good or bad by itself.",
                [.. MetricList.Of(MetricFamily.BeyondAccuracy).Where(metric => metric.Name != "user_coverage")]
            );
    }

    /// <summary>Only one, both, only the other: of what is shown, of what users did later, of what they watched.</summary>
    private static Figure? Exclusive(ReportData data)
    {
        double places = data.Movements.Sum(row => row.Places);
        if (places == 0)
            return null;
        var found = data.Foretold.Where(row => row.FoundBy != "neither").ToArray();
        (string Name, double[] Parts)[] rows =
        [
            ("Places of lists", [Shown(data, "left"), Shown(data, "up", "same", "down"), Shown(data, "entered")]),
            .. Later("What users did", row => row.Items),
            .. Later("What they watched", row => row.WatchSeconds),
            .. Later("What they completed", row => row.Completions),
            .. Later("What they liked", row => row.Likes),
        ];
        var (reference, system) = (data.Pair.Reference, data.Pair.System);
        return new Figure(
            new ChartHead(
                "exclusive",
                "Only one, both, only the other",
                $"Of the places of both whole lists: in {Words.Whose(reference, "lists")} alone, in both, in {Words.Whose(system, "lists")} alone. Below it, of the new items that users did later and that a list had among its first {data.MainCutoff}: whose it was, and what became of it."
            ),
            head =>
                StackedShares.Render(
                    head,
                    [
                        new Part($"Only {Words.Name(reference)}", data.ColourOf(reference)),
                        new Part("Both", ChartStyle.Neutral),
                        new Part($"Only {Words.Name(system)}", data.ColourOf(system)),
                    ],
                    [.. rows.Select(row => new ShareRow(row.Name, [.. row.Parts.Select(part => (double?)part)]))]
                ),
            new Table(
                "only one, both, only the other",
                [new("What", true), new($"Only {Words.Name(reference)}"), new("Both"), new($"Only {Words.Name(system)}")],
                [.. rows.Select(row => new[] { row.Name }.Concat(row.Parts.Select(part => Numbers.Share(part, row.Parts.Sum()))).ToArray())]
            )
        );

        IEnumerable<(string, double[])> Later(string name, Func<ReportData.Found, long> count)
        {
            double[] parts = [.. new[] { "reference", "both", "system" }.Select(by => (double)found.Where(row => row.FoundBy == by).Sum(count))];
            return parts.Sum() > 0 ? [(name, parts)] : [];
        }
    }

    private static double Shown(ReportData data, params string[] movements) =>
        data.Movements.Where(row => movements.Contains(row.Name)).Sum(row => row.Places);

    /// <summary>What each foretold of what users did, counted per user.</summary>
    private static Table? Recall(ReportData data) =>
        data.Foretold.Count == 0
            ? null
            : new Table(
                $"which of what users did later was foretold among the first {data.MainCutoff}",
                [
                    new("Foretold by", true),
                    new("Users"),
                    new("Items"),
                    new("Share of a user's items"),
                    new("Hours watched"),
                    new("Completed"),
                    new("Liked"),
                ],
                [
                    .. data.Foretold.Select(row =>
                        new[]
                        {
                            Words.Capital(Words.FoundBy(row.FoundBy, data.Pair)),
                            Numbers.Count(row.Users),
                            Numbers.Count(row.Items),
                            Numbers.Text(row.RecallShare, ValueFormat.Percent),
                            Numbers.Text(row.WatchSeconds / 3600d, ValueFormat.Tenths),
                            Numbers.Count(row.Completions),
                            Numbers.Count(row.Likes),
                        }
                    ),
                ]
            );

    /// <summary>What only one of them shows, by what is new in it, and how often it became a hit.</summary>
    private static Panels? Discovered(ReportData data)
    {
        var kinds = data.Discoveries.Where(row => row.Places > 0).GroupBy(row => row.Kind).OrderBy(kind => Array.IndexOf(Kinds, kind.Key)).ToArray();
        // With nobody to judge by, every bar would be one of 0 %.
        if (kinds.Length == 0 || !data.HasEvaluation)
            return null;
        return new Panels(
            "What only one of them shows, and whether it was liked",
            $"Items among the first {data.MainCutoff} of one list that are not among those of the other: how many of a hundred such places became a hit, an item that the user did later. Kinds overlap.",
            [
                .. kinds.Select(kind => new Panel(
                    new ChartHead(
                        $"only-{kind.Key.Replace('_', '-')}",
                        Words.Capital(Words.Kind(kind.Key)),
                        "Share of the places that became a hit, by whose they are."
                    ),
                    head =>
                        HorizontalBars.Render(
                            head,
                            [
                                .. kind.Select(row => new Bar(
                                    $"Only {Words.Name(row.OnlyIn)}: {Numbers.Of(row.Places, "place")}",
                                    row.Hits / (double)row.Places,
                                    Colour: data.ColourOf(row.OnlyIn)
                                )),
                            ],
                            ValueFormat.Percent
                        )
                )),
            ],
            new Table(
                "what only one of them shows",
                [
                    new("Only in", true),
                    new("Kind", true),
                    new("Places"),
                    new("Items"),
                    new("Users"),
                    new("Hits"),
                    new("Hits per place"),
                    new("Hours watched"),
                ],
                [
                    .. from kind in kinds
                    from row in kind
                    select new[]
                    {
                        Words.System(row.OnlyIn),
                        Words.Capital(Words.Kind(row.Kind)),
                        Numbers.Count(row.Places),
                        Numbers.Count(row.Items),
                        Numbers.Count(row.Users),
                        Numbers.Count(row.Hits),
                        Numbers.Share(row.Hits, row.Places),
                        Numbers.Text(row.WatchSeconds / 3600d, ValueFormat.Tenths),
                    },
                ]
            )
        );
    }

    private static Figure? Movers(ReportData data)
    {
        if (data.Movers.Count == 0)
            return null;
        var (reference, system) = (data.ColourOf(data.Pair.Reference), data.ColourOf(data.Pair.System));
        return new Figure(
            new ChartHead(
                "movers",
                "Items that gain and lose most users",
                $"Going from {Words.Name(data.Pair.Reference)} to {Words.Name(data.Pair.System)}: in how many more users' lists an item is (to the right) or in how many fewer (to the left), among users with both lists."
            ),
            head =>
                HorizontalBars.Render(
                    head,
                    [
                        .. data.Movers.Select(row => new Bar(
                            row.Title,
                            row.SystemUsers - row.ReferenceUsers,
                            Colour: row.SystemUsers > row.ReferenceUsers ? system : reference
                        )),
                    ],
                    ValueFormat.SignedCount
                ),
            new Table(
                "items that gain and lose most users",
                [
                    new("Title", true),
                    new("Content type", true),
                    new(Words.System(data.Pair.Reference)),
                    new(Words.System(data.Pair.System)),
                    new("Difference"),
                ],
                [
                    .. data.Movers.Select(row =>
                        new[]
                        {
                            row.Title,
                            Words.Capital(row.ContentType),
                            Numbers.Count(row.ReferenceUsers),
                            Numbers.Count(row.SystemUsers),
                            Numbers.Text(row.SystemUsers - row.ReferenceUsers, ValueFormat.SignedCount),
                        }
                    ),
                ]
            )
        );
    }
}
