using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>Who may get recommendations, and what may be recommended.</summary>
internal static class AudienceSection
{
    public static readonly Query<ReportData.Audience> Audiences = new("Reports/Queries/audiences.sql");
    public static readonly Query<ReportData.CatalogueShare> Catalogue = new("Reports/Queries/catalogue.sql");

    public static Section Section { get; } = new("audience", "Users and catalogue", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        var users = data.Audiences.Sum(row => row.Users);
        var items = data.Catalogue.Sum(row => row.Items);
        return $"{Numbers.Count(data.Audiences.Sum(row => row.Eligible))} of {Numbers.Of(users, "user")} ({Numbers.Share(data.Audiences.Sum(row => row.Eligible), users)}) get recommendations; "
            + $"{Numbers.Count(data.Catalogue.Sum(row => row.OnOffer))} of {Numbers.Of(items, "item")} can be recommended.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        var days = data.Settings.Eligibility.ActiveDays;
        Blocks.Figure(
            html,
            new ChartHead(
                "audiences",
                "Users by tier",
                $"Paid users are eligible, and free users who were active in the last {days} days. With a history: they engaged with an item before the run date."
            ),
            head =>
                GroupedBars.Render(
                    head,
                    [.. data.Audiences.Select(row => Words.Capital(row.Tier))],
                    [
                        Series("All users", data.Audiences.Select(row => row.Users)),
                        Series("Monthly active", data.Audiences.Select(row => row.Active)),
                        Series("Eligible", data.Audiences.Select(row => row.Eligible)),
                        Series("With a history", data.Audiences.Select(row => row.WithHistory)),
                    ],
                    ValueFormat.Count
                )
        );
        new Table(
            "users by tier",
            [new("Tier", true), new("Users"), new("Monthly active"), new("Eligible"), new("With a history")],
            [
                .. data.Audiences.Select(row =>
                    new[]
                    {
                        Words.Capital(row.Tier),
                        Numbers.Count(row.Users),
                        Numbers.Count(row.Active),
                        Numbers.Count(row.Eligible),
                        Numbers.Count(row.WithHistory),
                    }
                ),
            ]
        ).WriteFolded(html);

        Blocks.Figure(
            html,
            new ChartHead(
                "catalogue",
                "Catalogue by content type",
                $"New items were published in the last {data.Settings.Blend.NewItemDays} days. With engagement: somebody engaged with them before the run date."
            ),
            head =>
                GroupedBars.Render(
                    head,
                    [.. data.Catalogue.Select(row => Words.Capital(row.ContentType))],
                    [
                        Series("All items", data.Catalogue.Select(row => row.Items)),
                        Series("On offer", data.Catalogue.Select(row => row.OnOffer)),
                        Series("New", data.Catalogue.Select(row => row.New)),
                        Series("With engagement", data.Catalogue.Select(row => row.WithEngagement)),
                    ],
                    ValueFormat.Count
                )
        );
        new Table(
            "catalogue by content type",
            [new("Content type", true), new("Items"), new("On offer"), new("New"), new("With engagement")],
            [
                .. data.Catalogue.Select(row =>
                    new[]
                    {
                        Words.Capital(row.ContentType),
                        Numbers.Count(row.Items),
                        Numbers.Count(row.OnOffer),
                        Numbers.Count(row.New),
                        Numbers.Count(row.WithEngagement),
                    }
                ),
            ]
        ).WriteFolded(html);
    }

    private static EstimateSeries Series(string name, IEnumerable<long> values) => new(name, [.. values.Select(value => new Estimate(value))]);
}
