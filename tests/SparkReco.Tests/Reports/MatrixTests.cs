using SparkReco.Judging;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class MatrixTests
{
    [Fact]
    public void A_cell_says_who_is_ahead_how_surely_and_by_what_part()
    {
        // Of 300 users 0.25 against 0.27: 0.02 / 0.25 = 8 %.
        var cell = Matrix.Of(Some.Report()).Rows[0].Cells[0]!;

        Assert.Equal(("hit_rate", "personalize", Certainty.Clear), (cell.Metric.Name, cell.Ahead, cell.Certainty));
        Assert.Equal(0.08, cell.Relative!.Value, 1e-12);
    }

    [Theory]
    [InlineData(30, "no clear difference", Certainty.NotClear)]
    [InlineData(29, "too few users", Certainty.TooFewUsers)]
    [InlineData(30, "baseline is better", Certainty.Clear)]
    public void Certainty_follows_the_verdict_and_the_users(long users, string verdict, Certainty certainty)
    {
        var data = Some.Report();
        data = data with { Comparison = [.. data.Comparison.Select(row => row with { Users = users, Verdict = verdict })] };

        Assert.All(Matrix.Of(data).Rows, row => Assert.All(row.Cells, cell => Assert.Equal(certainty, cell!.Certainty)));
    }

    [Fact]
    public void The_reference_is_ahead_where_the_difference_is_below_zero_and_nobody_where_there_is_none()
    {
        var data = Some.Report();
        data = data with { Comparison = [.. data.Comparison.Select(row => row with { Difference = row.Metric == "ndcg" ? 0 : -0.02 })] };

        Assert.Equal(["baseline", null, "baseline"], Matrix.Of(data).Rows[0].Cells.Select(cell => cell!.Ahead));
    }

    [Fact]
    public void The_first_screen_has_twelve_rows_with_all_users_and_whoever_differs_from_them()
    {
        // Thirty countries, the smallest of which the baseline serves better.
        var data = Countries(30, index => index == 29 ? -0.02 : 0.02, index => index == 29 ? Verdicts.For("baseline") : Verdicts.NotClear);
        var first = Matrix.Of(data).First();

        Assert.Equal(12, first.Count);
        Assert.Equal("all", first[0].Segment);
        Assert.Contains(first, row => row.Segment == "country=29");
    }

    [Fact]
    public void One_part_that_outweighs_all_others_is_named()
    {
        // 200 users at +0.08 and 50 and 50 at -0.04: (16 - 2 - 2) / 300 = +0.04 over all users.
        var data = Countries((200, 0.08), (50, -0.04), (50, -0.04));

        var part = DecidingPart.Of(data).First(one => one.Metric.Name == "hit_rate");
        Assert.Equal(("country=0", 200, 2, "personalize", "baseline"), (part.Segment, part.Users, part.Others, part.Overall, part.Other));
        Assert.Equal(
            "By hit rate one part decides: Amazon Personalize is ahead over all users and for users of 0 (200), but the baseline in all 2 other countries: decide for each by itself.",
            part.Sentence
        );
        Assert.Contains(part.Sentence, new HtmlPage(data).Section("for-whom").Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_differ_by_halves_are_none()
    {
        Assert.Empty(DecidingPart.Of(Countries((200, 0.04), (100, -0.04))));
        Assert.Empty(DecidingPart.Of(Countries((100, 0.08), (100, 0.04), (50, -0.04), (50, -0.04))));
    }

    [Fact]
    public void Noise_names_no_part()
    {
        var data = Countries((200, 0.08), (50, -0.04), (50, -0.04));
        data = data with { Comparison = [.. data.Comparison.Select(row => row with { Verdict = Verdicts.NotClear })] };

        Assert.Empty(DecidingPart.Of(data));
    }

    /// <summary>Countries that divide the users; the difference over all users is the sum of theirs.</summary>
    private static ReportData Countries(params (long Users, double Difference)[] countries)
    {
        var users = countries.Sum(country => country.Users);
        var whole = countries.Sum(country => country.Users * country.Difference) / users;
        var data = Countries(countries.Length, index => countries[index].Difference, _ => Verdicts.NotClear);
        return data with
        {
            Comparison =
            [
                .. data.Comparison.Select(row =>
                    row.Segment == "all"
                        ? row with
                        {
                            Users = users,
                            Difference = whole,
                            Verdict = Verdicts.For(whole > 0 ? row.System : row.Reference),
                        }
                        : row with
                        {
                            Users = countries[int.Parse(row.Segment["country=".Length..], System.Globalization.CultureInfo.InvariantCulture)].Users,
                        }
                ),
            ],
        };
    }

    /// <summary>All users are better served by the system; countries as told, each with as many users as the first digits of a hundred.</summary>
    private static ReportData Countries(int count, Func<int, double> difference, Func<int, string> verdict)
    {
        var data = Some.Report();
        var all = data.Comparison.Where(row => row.Segment == "all" && row.Verdict != Verdicts.Agreement).ToArray();
        return data with
        {
            Comparison =
            [
                .. all,
                .. from index in Enumerable.Range(0, count)
                from row in all
                select row with
                {
                    Segment = $"country={index}",
                    Users = 300 - index,
                    Difference = difference(index),
                    Verdict = verdict(index),
                },
            ],
        };
    }
}
