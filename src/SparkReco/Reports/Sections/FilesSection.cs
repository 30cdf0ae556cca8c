using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>Of lists from files: what was read, which columns were taken for what, and how it is counted.</summary>
internal static class FilesSection
{
    public static Section Section { get; } =
        new(
            "files",
            "Files",
            data =>
                data.Files is { } alone
                    ? $"{Numbers.Count(alone.Sources.Sum(source => source.Rows))} rows were read; here is what was taken of them."
                    : null,
            Content
        );

    private static IEnumerable<Block> Content(ReportData data)
    {
        yield return new Table(
            "what was read",
            [
                new("Lists", true),
                new("File", true),
                new("Taken", true),
                new("Rows"),
                new("Users"),
                new("Items"),
                new("Shortest list"),
                new("Longest list"),
            ],
            [
                .. data.Files!.Sources.Select(source =>
                    new[]
                    {
                        source.Name,
                        source.File,
                        source.Taken,
                        Numbers.Count(source.Rows),
                        Numbers.Count(source.Users),
                        Numbers.Count(source.Items),
                        source.Shortest is { } shortest ? Numbers.Count(shortest) : Numbers.Missing,
                        source.Longest is { } longest ? Numbers.Count(longest) : Numbers.Missing,
                    }
                ),
            ],
            IsFolded: false
        );
        yield return new Folded(
            "How it is counted",
            [
                new Bullets([
                    "Agreement is a mean over users with both lists.",
                    "Relevant is every item that the truth has of a user; every user of the truth with any list counts, one without a list of a system with 0.",
                    "By chance: lists as long as these, drawn evenly from the items that any list holds.",
                    $"Intervals: bootstrap over 1,024 hash buckets of users, {Numbers.Count(data.Settings.Comparison.Resamples)} resamples, level {data.Settings.Comparison.ConfidencePercent} %; of hits McNemar's test decides, over several metrics Holm's correction.",
                ]),
            ]
        );
        yield return new Folded(
            "What the metrics mean",
            [new Terms([.. MetricList.PerUser.Concat(MetricList.OfPairs).Select(metric => (metric.Heading, metric.Meaning))])]
        );
    }
}
