using System.Text.Json;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

/// <summary>The twin has what the page has.</summary>
public sealed class JsonReportTests
{
    [Fact]
    public void Every_cell_of_every_table_of_the_page_is_in_the_twin()
    {
        var data = Some.Report();
        var twin = Strings(Read(data).GetProperty("sections")).ToHashSet();
        var page = new HtmlPage(data);
        var cells = page.Elements("section")
            .Where(section => (string?)section.Attribute("id") != "answer")
            .SelectMany(section => page.Within((string)section.Attribute("id")!, "td"))
            .Select(cell => cell.Value.Replace('\u00A0', ' '))
            .Where(text => text != "No rows")
            .ToArray();

        Assert.True(cells.Length > 500);
        Assert.All(cells, cell => Assert.Contains(cell, twin));
    }

    [Fact]
    public void Its_answer_is_that_of_the_page()
    {
        var data = Some.Report();
        var answer = new HtmlPage(data).Section("answer");
        var headline = Read(data).GetProperty("headline");

        Assert.Contains(headline.GetProperty("answer").GetString()!, answer, StringComparison.Ordinal);
        Assert.All(
            headline.GetProperty("gains").EnumerateArray(),
            gain => Assert.Contains(gain.GetProperty("detail").GetString()!, answer, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Its_matrix_has_the_figures_of_the_table()
    {
        var cell = Read(Some.Report()).GetProperty("matrix")[0].GetProperty("cells")[0];

        Assert.Equal(
            ("hit_rate", "personalize", "Clear", 0.02),
            (
                cell.GetProperty("metric").GetString(),
                cell.GetProperty("ahead").GetString(),
                cell.GetProperty("certainty").GetString(),
                cell.GetProperty("difference").GetDouble()
            )
        );
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_a_number_is_missing(double value) => Assert.Equal(JsonValueKind.Object, Read(Some.Report(value: value)).ValueKind);

    [Fact]
    public void A_stand_in_is_called_by_its_name()
    {
        var data = Some.Report();
        data = data with { Settings = data.Settings with { Personalize = new() { Endpoint = "local" } } };

        Assert.DoesNotContain("Amazon Personalize", JsonReport.Render(data), StringComparison.Ordinal);
    }

    private static JsonElement Read(ReportData data) => JsonSerializer.Deserialize<JsonElement>(JsonReport.Render(data));

    private static IEnumerable<string> Strings(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString()!],
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
            _ => [],
        };
}
