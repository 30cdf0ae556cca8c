using System.Text;
using SparkReco.Ingest;
using SparkReco.Ingest.Rules;
using Xunit;

namespace SparkReco.Tests.Ingest.Rules;

/// <summary>What each rule makes of a text: <c>=text</c> or <c>=number</c>, <c>null</c>, or the flaw.</summary>
public sealed class RuleTests
{
    private static readonly long _day = new DateOnly(2024, 2, 29).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    [Theory]
    [InlineData("u1", "=u1")]
    [InlineData(" \t u1\r\n", "=u1")]
    [InlineData("U ü", "=U ü")]
    [InlineData("0", "=0")]
    [InlineData("nullx", "=nullx")]
    [InlineData("NA", "=NA")]
    [InlineData("", "null")]
    [InlineData("  ", "null")]
    [InlineData("NULL", "null")]
    [InlineData(" Undefined ", "null")]
    [InlineData("None", "null")]
    [InlineData("NaN", "null")]
    [InlineData("<NA>", "null")]
    [InlineData("\\N", "null")]
    [InlineData("a\u0001b", "has control characters")]
    [InlineData("a\nb", "has control characters")]
    [InlineData("a\u007f", "has control characters")]
    [InlineData("a\u0085b", "has control characters")]
    [InlineData("a\u00A0b\u00C2", "=a\u00A0b\u00C2")]
    public void An_id_is_trimmed_and_otherwise_kept(string text, string expected) => Assert.Equal(expected, Read(new IdRule(), text));

    [Fact]
    public void An_id_has_at_most_256_code_points()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", 256));
        Assert.Equal("=" + longest, Read(new IdRule(), longest));
        Assert.Equal("has more than 256 characters", Read(new IdRule(), longest + "a"));
    }

    [Theory]
    [InlineData("0.25", "=250000")]
    [InlineData(" 1 ", "=1000000")]
    [InlineData("1e-3", "=1000")]
    [InlineData("1e-9", "=1")]
    [InlineData("", "null")]
    [InlineData("0", "is not above 0 and at most 1")]
    [InlineData("-0.5", "is not above 0 and at most 1")]
    [InlineData("1.01", "is not above 0 and at most 1")]
    [InlineData("25 %", "is not a number")]
    [InlineData("0,25", "is not a number")]
    public void A_share_is_read_as_parts_per_million(string text, string expected) => Assert.Equal(expected, Read(new ShareRule(), text));

    public static TheoryData<FieldRule> OptionalRules =>
        new(RawTable.Users.Fields.Concat(RawTable.Items.Fields).Concat(RawTable.Events.Fields).Select(column => column.Rule));

    [Theory]
    [MemberData(nameof(OptionalRules))]
    public void The_words_of_programs_for_no_value_are_null_in_every_field(FieldRule rule)
    {
        foreach (var word in (string[])["\\N", "NULL", "null", "NaN", "nan", "NaT", "<NA>", "None", " NULL "])
            Assert.Equal("null", Read(rule, word));
    }

    [Theory]
    [InlineData("NA", true)]
    [InlineData("n/a", true)]
    [InlineData("#N/A", true)]
    [InlineData("undefined", false)]
    public void What_may_be_a_name_is_null_only_where_no_name_can_be(string word, bool isNoText)
    {
        Assert.Equal(
            ["null", "null", "null", "null"],
            ((FieldRule[])[new DateRule(), new TimestampRule(), new FlagRule(), new WholeNumberRule(FieldType.BigInt)]).Select(rule =>
                Read(rule, word)
            )
        );
        Assert.Equal(isNoText ? "null" : $"={word}", Read(new TextRule(), word));
        Assert.Equal($"={word}", Read(new TextRule(mayBeNA: true), word));
    }

    [Theory]
    [InlineData("0000-00-00")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("0000-00-00T00:00:00.000")]
    public void The_zero_date_of_MySQL_is_no_date(string text) =>
        Assert.Equal(("null", "null"), (Read(new DateRule(), text), Read(new TimestampRule(), text)));

    [Theory]
    [InlineData("", "null")]
    [InlineData(" \n", "null")]
    [InlineData("\u0001", "null")]
    [InlineData(" a\tb\u0085 ", "=a b")]
    [InlineData("abc def", "=abc")]
    [InlineData("abcd", "=abcd")]
    [InlineData("abcde", "=abcd")]
    [InlineData("äöü\U0001F600x", "=äöü\U0001F600")]
    public void A_text_is_trimmed_cleaned_and_cut(string text, string expected) => Assert.Equal(expected, Read(new TextRule(4), text));

    [Theory]
    [InlineData("paid", "=paid")]
    [InlineData(" PAID ", "=paid")]
    [InlineData("Free", "=free")]
    [InlineData("", "null")]
    [InlineData("gold", "is none of paid, free")]
    [InlineData("piad", "is none of paid, free; did you mean 'paid'?")]
    [InlineData("paıd", "is none of paid, free; did you mean 'paid'?")]
    public void A_word_is_one_of_the_list_in_lower_case(string text, string expected) =>
        Assert.Equal(expected, Read(new WordRule("paid", "free"), text));

    [Theory]
    [InlineData("true", "=1")]
    [InlineData("T", "=1")]
    [InlineData("Yes", "=1")]
    [InlineData("y", "=1")]
    [InlineData("1", "=1")]
    [InlineData("FALSE", "=0")]
    [InlineData("f", "=0")]
    [InlineData("no", "=0")]
    [InlineData("N", "=0")]
    [InlineData("0", "=0")]
    [InlineData("1.0", "=1")]
    [InlineData("0.00", "=0")]
    [InlineData("1.5", "is not a boolean, such as true, false, 1 or 0")]
    [InlineData("y.0", "is not a boolean, such as true, false, 1 or 0")]
    [InlineData("1.", "is not a boolean, such as true, false, 1 or 0")]
    [InlineData("", "null")]
    [InlineData("2", "is not a boolean, such as true, false, 1 or 0")]
    [InlineData("on", "is not a boolean, such as true, false, 1 or 0")]
    public void A_flag_has_many_words(string text, string expected) => Assert.Equal(expected, Read(new FlagRule(), text));

    [Theory]
    [InlineData("12", "=12")]
    [InlineData(" +12 ", "=12")]
    [InlineData("007", "=7")]
    [InlineData("-0", "=0")]
    [InlineData("12.0", "=12")]
    [InlineData("12.", "=12")]
    [InlineData("1e3", "=1000")]
    [InlineData("1200E-2", "=12")]
    [InlineData("9223372036854775807", "=9223372036854775807")]
    [InlineData("9223372036854775808", "is above the largest number")]
    [InlineData("1e400", "is above the largest number")]
    [InlineData("-1", "is negative")]
    [InlineData("-99999999999999999999", "is negative")]
    [InlineData("-1e400", "is negative")]
    [InlineData("1.5", "is not a whole number")]
    [InlineData("1,5", "is not a number without commas, such as 1234 or 12.5")]
    [InlineData("0x10", "is not a whole number")]
    [InlineData("1 2", "is not a whole number")]
    [InlineData(".", "is not a whole number")]
    [InlineData("-", "is not a whole number")]
    [InlineData("+-1", "is not a whole number")]
    [InlineData("1e", "is not a whole number")]
    [InlineData("1e3x", "is not a whole number")]
    [InlineData("12NaN", "is not a whole number")]
    [InlineData("1null", "is not a whole number")]
    [InlineData("", "null")]
    public void A_whole_number_may_be_written_as_a_float(string text, string expected) =>
        Assert.Equal(expected, Read(new WholeNumberRule(FieldType.BigInt), text));

    [Theory]
    [InlineData("1.9", "=1")]
    [InlineData("-0.5", "is negative")]
    [InlineData("604800", "=604800")]
    [InlineData("604800.9", "=604800")]
    [InlineData("604801", "is above 604800")]
    [InlineData("1e-400", "=0")]
    public void A_duration_is_rounded_down(string text, string expected) =>
        Assert.Equal(expected, Read(new WholeNumberRule(FieldType.BigInt, maximum: 604_800, roundsDown: true), text));

    [Theory]
    [InlineData("0", "is below 1")]
    [InlineData("2147483647", "=2147483647")]
    [InlineData("2147483648", "is above 2147483647")]
    public void A_position_is_positive(string text, string expected) =>
        Assert.Equal(expected, Read(new WholeNumberRule(FieldType.Int, minimum: 1, maximum: int.MaxValue), text));

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData(" 2024-02-29 ", true)]
    [InlineData("2024-02-29T23:59:59Z", true)]
    [InlineData("2024-03-01T01:00:00+02:00", true)]
    [InlineData("1709164800", true)]
    [InlineData("1709251199999", true)]
    [InlineData("20240229", true)]
    [InlineData("20240229.0", true)]
    [InlineData("202402292359", true)]
    [InlineData("20240229235959", true)]
    [InlineData("20240229T235959Z", true)]
    [InlineData("20240301T0100+02", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("20230229T10", false)]
    [InlineData("2024-2-29", false)]
    [InlineData("29.02.2024", false)]
    [InlineData("2024-02", false)]
    public void A_date_is_a_real_day_or_the_day_of_a_time(string text, bool isDay) =>
        Assert.Equal(isDay ? $"={_day}" : "is not a date or time: write a date as yyyy-MM-dd", Read(new DateRule(), text));

    [Theory]
    [InlineData("1899-12-31")]
    [InlineData("2101-01-01")]
    [InlineData("31536000000")] // 1971 in milliseconds, 2969 in seconds
    public void A_day_is_near_to_today(string text) => Assert.Equal("is not in the years 1900 to 2100", Read(new DateRule(), text));

    [Theory]
    [InlineData("2020", "is a year and no day")]
    [InlineData("2020.0", "is a year and no day")]
    [InlineData("44927", "is a number that looks like a spreadsheet's day")]
    [InlineData("202101", "is a number that looks like a month")]
    [InlineData("0", "is a number that is no time")]
    [InlineData("0.0", "is a number that is no time")]
    [InlineData("-1", "is a number that is no time")]
    [InlineData("19000", "is a number that looks like a spreadsheet's day")]
    [InlineData("20210115.5", "is a number that is no time")]
    [InlineData("20210132", "is a number that is no time")]
    [InlineData("18991231", "is a number that is no time")]
    [InlineData("99999999", "is a number that is no time")]
    [InlineData("000000020210115", "is a number that is no time")]
    public void A_number_that_would_be_a_day_of_the_seventies_is_no_time(string text, string flaw)
    {
        Assert.Equal($"{flaw}: write a date as yyyy-MM-dd", Read(new DateRule(), text));
        Assert.Equal($"{flaw}: write a time as yyyy-MM-ddTHH:mm:ssZ", Read(new TimestampRule(), text));
    }

    [Fact]
    public void No_number_of_up_to_nine_digits_is_a_day_of_the_years_1970_to_1972()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var number = $"{random.NextInt64((long)Math.Pow(10, random.Next(1, 10)))}";
            var read = Read(new DateRule(), number);
            Assert.False(
                read.StartsWith('=') && long.Parse(read[1..], System.Globalization.CultureInfo.InvariantCulture) is >= 0 and < 1096,
                $"{number} is the day {read}"
            );
        }
    }

    [Theory]
    [InlineData("20231114", "=1699920000000")]
    [InlineData("20231114221320", "=1700000000000")]
    [InlineData("20231114T221320Z", "=1700000000000")]
    [InlineData("20231115T001320+0200", "=1700000000000")]
    [InlineData("202311142213", "=1699999980000")]
    [InlineData("20231114T2213", "=1699999980000")]
    [InlineData("946684800000", "=946684800000")] // 2000 in milliseconds has twelve digits
    [InlineData("20231114246060", "is not in the years 2000 to 2099")] // milliseconds of 2611
    public void A_compact_time_is_the_time_that_it_writes(string text, string expected) => Assert.Equal(expected, Read(new TimestampRule(), text));

    [Theory]
    [InlineData("1900-01-01", "=-25567")]
    [InlineData("1969-12-31T23:00:00Z", "=-1")]
    [InlineData("2100-12-31", "=47846")]
    [InlineData("", "null")]
    public void Days_count_from_1970(string text, string expected) => Assert.Equal(expected, Read(new DateRule(), text));

    [Theory]
    [InlineData("1700000000")]
    [InlineData("+1700000000.0009")]
    [InlineData("1700000000000.999")]
    [InlineData("1700000000000")]
    [InlineData("1700000000000999")]
    [InlineData("1700000000000999999")]
    [InlineData("1.7e9")]
    [InlineData("1.7E+09")]
    [InlineData("2023-11-14T22:13:20Z")]
    [InlineData("2023-11-14 22:13:20")]
    [InlineData("2023-11-14T22:13:20.000999999z")]
    [InlineData("2023-11-15T00:13:20+02:00")]
    [InlineData("2023-11-15T00:13:20+0200")]
    [InlineData("2023-11-14 17:13:20-05")]
    [InlineData("2023-11-14 22:13:20 UTC")]
    [InlineData("2023-11-15 00:13:20.000 +02:00")]
    public void A_time_can_be_written_in_many_ways(string text) => Assert.Equal("=1700000000000", Read(new TimestampRule(), text));

    [Theory]
    [InlineData("2023-11-14", "=1699920000000")]
    [InlineData("2023-11-14T22:13", "=1699999980000")]
    [InlineData("2023-11-14T22:13:20.5", "=1700000000500")]
    [InlineData("1700000000.5", "=1700000000500")]
    [InlineData("1700000000.1239", "=1700000000123")]
    [InlineData("2000-01-01", "=946684800000")]
    [InlineData("2099-12-31T23:59:59.999999999Z", "=4102444799999")]
    [InlineData("1999-12-31T23:59:59.999Z", "is not in the years 2000 to 2099")]
    [InlineData("2100-01-01", "is not in the years 2000 to 2099")]
    [InlineData("-1700000000", "is not in the years 2000 to 2099")]
    [InlineData("99999999999999999999", "is not in the years 2000 to 2099")]
    [InlineData("2023-11-14T22:13:60Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T24:00:00Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:60Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20.Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20.1234567890Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22Z", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-02-29", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20  +02:00", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20+2", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20+02:0", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T22:13:20+02:60", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("2023-11-14T", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("1.7e", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("1.7e-900", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("1700000000.", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("-", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("yesterday", "is not a date or time: write a time as yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("", "null")]
    public void A_time_is_rounded_down_to_milliseconds_and_of_this_century(string text, string expected) =>
        Assert.Equal(expected, Read(new TimestampRule(), text));

    [Fact]
    public void Rules_take_any_bytes_of_utf8()
    {
        var random = new Random(3);
        FieldRule[] rules = [.. RawTable.Users.Fields.Concat(RawTable.Items.Fields).Concat(RawTable.Events.Fields).Select(field => field.Rule)];
        Rune[] runes = [.. "0123456789-+.eE:TZ \0\t\u0085äx\U0001F600".EnumerateRunes()];
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(random.GetItems(runes, random.Next(12)));
            Assert.All(rules, rule => Assert.NotEmpty(Read(rule, text)));
        }
    }

    private static string Read(FieldRule rule, string text)
    {
        var value = rule.Read(Encoding.UTF8.GetBytes(text));
        return value.Flaw
            ?? (
                !value.HasValue ? "null"
                : rule.Type == FieldType.Text ? $"={Encoding.UTF8.GetString(value.Text)}"
                : $"={value.Number}"
            );
    }
}
