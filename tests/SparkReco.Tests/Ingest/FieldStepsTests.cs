using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class FieldStepsTests : IngestTest
{
    private const string Event = "\"user_id\":\"u\",\"item_id\":\"i\",\"event_type\":\"click\"";

    [Theory]
    [InlineData("Action|Comedy", "|", Take.First, "Action")]
    [InlineData(" |Comedy", "|", Take.First, "Comedy")]
    [InlineData("Action|Comedy", "|", Take.Last, "Comedy")]
    [InlineData("Action|Comedy", "|", Take.Joined, "Action, Comedy")]
    [InlineData("a::b::c", "::", Take.Last, "c")]
    [InlineData("||", "|", Take.First, null)]
    public void A_text_is_split_and_elements_are_taken(string text, string split, Take? take, string? expected) =>
        Assert.Equal(
            expected,
            Item(
                "category",
                $"\"{text}\"",
                new()
                {
                    Column = "x",
                    Split = split,
                    Take = take,
                }
            )
        );

    [Theory]
    [InlineData("""["a","b"]""", Take.First, "a")]
    [InlineData("""["a",null,1.0,true]""", Take.Joined, "a, 1, true")]
    [InlineData("[]", Take.Last, null)]
    [InlineData("null", Take.Last, null)]
    [InlineData("\"a\"", Take.Last, "a")]
    public void Elements_of_an_array_are_taken(string json, Take take, string? expected) =>
        Assert.Equal(expected, Item("category", json, new() { Column = "x", Take = take }));

    [Fact]
    public void A_split_text_of_another_field_than_the_category_is_its_first_element() =>
        Assert.Equal("de", Item("language", "\"de|en\"", new() { Column = "x", Split = "|" }));

    [Theory]
    [InlineData("\"Action|Comedy\"", "|", "Action+Comedy")]
    [InlineData("\" Comedy | |Action|Comedy\"", "|", "Comedy+Action")]
    [InlineData("\"(none)\"", "|", null)]
    [InlineData("\"Action|(none)|NA\"", "|", "Action")]
    [InlineData("\"Sci-Fi|SF\"", "|", "Fiction")]
    [InlineData("\"a::b\"", "::", "a+b")]
    [InlineData("\"||\"", "|", null)]
    [InlineData("\"Action|Comedy\"", null, "Action|Comedy")]
    [InlineData("\"a\\u001fb|c\"", "|", "a b+c")]
    [InlineData("""["a",null,"SF","a",""]""", null, "a+Fiction")]
    [InlineData("[]", null, null)]
    [InlineData("null", "|", null)]
    public void All_categories_are_taken_each_by_null_words_and_values_and_once(string json, string? split, string? expected)
    {
        var mapping = new FieldMapping
        {
            Column = "x",
            Split = split,
            Null = ["(none)"],
            Values = new Dictionary<string, string> { ["Sci-Fi"] = "Fiction", ["SF"] = "Fiction" },
        };

        Assert.Equal(expected?.Replace('+', (char)RawField.Separator), Item("category", json, mapping));
        Assert.Empty(Flaws);
    }

    [Fact]
    public void An_array_in_the_category_needs_no_mapping() =>
        Assert.Equal(
            $"a{(char)RawField.Separator}b",
            Assert.Single(Load("i.jsonl", """{"item_id":"i","content_type":"video","category":["a","b"]}""", table: RawTable.Items))["category"]
        );

    [Fact]
    public void An_array_of_which_no_element_is_chosen_costs_its_value_with_the_remedy()
    {
        Assert.Null(Item("language", """["a","b"]""", new() { Column = "x" }));
        Assert.Equal(
            [
                new FlawCount(
                    "language",
                    "language is an array: say with sources.users.fields.language.take whether the first counts, the last or all joined",
                    "a,b",
                    1
                ),
            ],
            Flaws
        );
    }

    [Theory]
    [InlineData("""{"n":null,"m":"b"}""", "b")]
    [InlineData("""{"n":"","m":"b"}""", "b")]
    [InlineData("""{"n":"NULL","m":"b"}""", "b")]
    [InlineData("""{"n":"a","m":"b"}""", "a")]
    [InlineData("{}", null)]
    public void The_first_of_several_columns_that_has_a_value_counts(string names, string? expected)
    {
        var line = $"{{\"item_id\":\"i\",\"content_type\":\"video\",\"names\":{names}}}";
        var settings = Mapped("i.jsonl", "title", new() { First = ["names.n", "names.m"] });
        Assert.Equal(expected, Assert.Single(Load("i.jsonl", line, settings, RawTable.Items))["title"]);
    }

    [Theory]
    [InlineData("-", null)]
    [InlineData(" keine ", null)]
    [InlineData("de", "de")]
    public void More_words_can_stand_for_no_value(string text, string? expected) =>
        Assert.Equal(expected, Item("language", $"\"{text}\"", new() { Column = "x", Null = ["-", "keine"] }));

    [Theory]
    [InlineData("31.12.2020", "dd.MM.yyyy", "2020-12-31")]
    [InlineData("1.2.2020", "d.M.yyyy", "2020-02-01")]
    [InlineData("09 13, 2009", "MM dd, yyyy", "2009-09-13")]
    [InlineData("1984", "yyyy", "1984-01-01")]
    [InlineData("44927", "excel_days", "2023-01-01")] // Excel shows 44927 as 2023-01-01.
    [InlineData("18262", "epoch_days", "2020-01-01")] // 50 years of 365 days and 12 leap days
    [InlineData("2020-01-01T23:30:00-02:00", "iso", "2020-01-02")]
    public void A_day_is_read_as_it_is_written(string text, string format, string expected) =>
        Assert.Equal(
            DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber,
            int.Parse(
                Item("published_on", $"\"{text}\"", new() { Column = "x", Format = [format] })!,
                System.Globalization.CultureInfo.InvariantCulture
            )
        );

    [Theory]
    [InlineData("31.12.2020 23:00:01,5", "dd.MM.yyyy HH:mm:ss,f", null, "2020-12-31T23:00:01.500Z")]
    [InlineData("2020-07-01 12:00:00", "iso", "Europe/Berlin", "2020-07-01T10:00:00Z")]
    [InlineData("2020-01-01 12:00:00", "iso", "Europe/Berlin", "2020-01-01T11:00:00Z")]
    [InlineData("2020-01-01T12:00:00Z", "iso", "Europe/Berlin", "2020-01-01T12:00:00Z")]
    [InlineData("1577880000", "iso", "Europe/Berlin", "2020-01-01T12:00:00Z")]
    [InlineData("20200701T120000.25", "iso", "Europe/Berlin", "2020-07-01T10:00:00.250Z")]
    [InlineData("2020-01-01T12:00:00,5Z", "iso", null, "2020-01-01T12:00:00.500Z")]
    [InlineData("2020-03-29 02:30:00", "iso", "Europe/Berlin", "2020-03-29T01:30:00Z")] // Clocks went from 2 to 3.
    [InlineData("01/02/2020 10:00 +01:00", "MM/dd/yyyy HH:mm zzz", "America/New_York", "2020-01-02T09:00:00Z")]
    [InlineData("1577880000.5", "epoch_seconds", null, "2020-01-01T12:00:00.500Z")]
    [InlineData("1577880000000000", "epoch_microseconds", null, "2020-01-01T12:00:00Z")]
    public void A_time_is_read_as_it_is_written_and_in_its_zone(string text, string format, string? zone, string expected)
    {
        var mapping = new FieldMapping
        {
            Column = "x",
            Format = [format],
            Zone = zone,
        };
        var milliseconds = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        Assert.Equal($"{milliseconds}", EventOf("occurred_at", text, mapping)["occurred_at_ms"]);
    }

    [Fact]
    public void The_first_format_that_fits_counts_and_what_fits_none_is_told()
    {
        var mapping = new FieldMapping { Column = "x", Format = ["dd.MM.yyyy", "yyyy"] };
        Assert.Equal("14610", Item("published_on", "\"2010\"", mapping)); // 40 years of 365 days, 10 leap days
        Assert.Null(Item("published_on", "\"soon\"", mapping));
        Assert.Equal([new FlawCount("published_on", "published_on is not written as dd.MM.yyyy or yyyy", "soon", 1)], Flaws);
    }

    [Theory]
    [InlineData("1500", DurationUnit.Milliseconds, "1")]
    [InlineData("2.5", DurationUnit.Minutes, "150")]
    [InlineData("0.5", DurationUnit.Hours, "1800")]
    public void A_number_of_another_unit_becomes_seconds(string text, DurationUnit unit, string expected) =>
        Assert.Equal(expected, Item("duration_seconds", $"\"{text}\"", new() { Column = "x", Unit = unit }));

    [Theory]
    [InlineData("PT1H2M3S", "3723")] // 1 * 3600 + 2 * 60 + 3
    [InlineData("P1DT0.5S", "86400")]
    [InlineData("PT", null)]
    [InlineData("P1M", null)]
    [InlineData("1:02:03", "3723")]
    [InlineData("12:30", "750")] // 12 * 60 + 30
    [InlineData("12:61", null)]
    [InlineData("90", null)]
    public void A_duration_is_read_as_it_is_written(string text, string? expected) =>
        Assert.Equal(expected, Item("duration_seconds", $"\"{text}\"", new() { Column = "x", Format = ["iso_duration", "clock"] }));

    [Theory]
    [InlineData("12,5", DecimalMark.Comma, "12")]
    [InlineData("1.234,5", DecimalMark.Comma, "1234")]
    [InlineData("1.5", DecimalMark.Comma, null)]
    [InlineData("1,234", DecimalMark.Point, "1234")]
    [InlineData("1,23", DecimalMark.Point, null)]
    [InlineData("NULL", DecimalMark.Comma, null)]
    public void A_number_is_read_by_its_decimal_mark(string text, DecimalMark mark, string? expected) =>
        Assert.Equal(expected, Item("duration_seconds", $"\"{text}\"", new() { Column = "x", Decimal = mark }));

    [Fact]
    public void The_steps_have_one_order()
    {
        var mapping = new FieldMapping
        {
            Column = "x",
            Split = ";",
            Take = Take.Last,
            Values = new Dictionary<string, string> { ["b"] = "31.12.2019" },
            Format = ["dd.MM.yyyy"],
            PlusDays = "days",
        };
        var line = $"{{{Event},\"x\":\"a;b\",\"days\":1}}";
        var settings = Mapped("e.jsonl", "occurred_at", mapping);
        // The last element, replaced, read as a day of its form, and a day later: 2020-01-01, 18262 days after 1970-01-01.
        Assert.Equal($"{18_262L * 86_400_000}", Assert.Single(Load("e.jsonl", line, settings, RawTable.Events))["occurred_at_ms"]);
    }

    [Fact]
    public void An_event_becomes_one_of_each_element_and_the_elements_of_several_fields_go_together()
    {
        var settings = Settings("e.jsonl") with
        {
            Fields = new Dictionary<string, FieldMapping>
            {
                ["item_id"] = new() { Column = "items.id", Take = Take.Each },
                ["position"] = new() { Column = "items.place", Take = Take.Each },
            },
        };
        var rows = Load(
            "e.jsonl",
            """{"event_id":"e","user_id":"u","event_type":"click","occurred_at":"2020-01-01","items":[{"id":"a","place":3},{"id":"b"},{"id":"a","place":5}]}""",
            settings,
            RawTable.Events
        );

        Assert.Equal(["e a 3", "e#2 b ", "e#3 a 5"], rows.Select(row => $"{row["event_id"]} {row["item_id"]} {row["position"]}"));
        Assert.Equal(3, rows.Select(row => row.Hash).Distinct().Count());
    }

    [Theory]
    [InlineData("e.csv", "user_id,items,event_type,occurred_at\nu,a|b,click,2020-01-01\n")]
    [InlineData("e.jsonl", """{"user_id":"u","items":"a|b","event_type":"click","occurred_at":"2020-01-01"}""")]
    public void Events_without_an_id_are_told_apart_by_their_elements(string path, string text)
    {
        var settings = Mapped(
            path,
            "item_id",
            new()
            {
                Column = "items",
                Split = "|",
                Take = Take.Each,
            }
        );
        var rows = Load(path, text, settings, RawTable.Events);
        Assert.Equal(["a", "b"], rows.Select(row => row["item_id"]));
        Assert.NotEqual(rows[0].Hash, rows[1].Hash);
    }

    [Theory]
    [InlineData("12.0", "12")]
    [InlineData("-3.00", "-3")]
    [InlineData("0.0", "0")]
    [InlineData("12.5", "12.5")]
    [InlineData("1.2.0", "1.2.0")]
    [InlineData("012.0", "012.0")]
    [InlineData("v1.0", "v1.0")]
    [InlineData(".0", ".0")]
    public void A_whole_number_with_zeros_behind_a_point_is_the_same_id_in_all_formats(string text, string expected)
    {
        Assert.Equal(expected, Assert.Single(Load("u.csv", $"user_id,tier\n{text},paid\n", table: RawTable.Users))["user_id"]);
        Assert.Equal(expected, Assert.Single(Load("u.jsonl", $"{{\"user_id\":\"{text}\",\"tier\":\"paid\"}}", table: RawTable.Users))["user_id"]);
    }

    private string? Item(string field, string json, FieldMapping mapping) =>
        Assert.Single(
            Load("i.jsonl", $"{{\"item_id\":\"i\",\"content_type\":\"video\",\"x\":{json}}}", Mapped("i.jsonl", field, mapping), RawTable.Items)
        )[field];

    private RawRow EventOf(string field, string text, FieldMapping mapping) =>
        Assert.Single(Load("e.jsonl", $"{{{Event},\"x\":\"{text}\"}}", Mapped("e.jsonl", field, mapping), RawTable.Events));
}
