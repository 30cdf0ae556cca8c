using SparkReco.Fetch;
using Xunit;

namespace SparkReco.Tests.Fetch;

public sealed class WatermarkTests
{
    [Theory]
    [InlineData("100", 24, "76")]
    [InlineData("18446744073709551615", 15, "18446744073709551600")]
    [InlineData("-9223372036854775808", 5, "-9223372036854775808")]
    [InlineData("2026-03-01 01:30:00", null, "2026-02-28 01:30:00.000000")]
    [InlineData("2026-03-01 01:30:00.123456", 0, "2026-03-01 01:30:00.123456")]
    [InlineData("2026-03-01 01:30:00.5+00", 2, "2026-02-28 23:30:00.500000+00")]
    [InlineData("2026-03-01 12:00:00-05", 0, "2026-03-01 17:00:00.000000+00")]
    [InlineData("2026-03-01 05:30:00+05:30", 0, "2026-03-01 00:00:00.000000+00")]
    [InlineData("2026-03-01", 24, "2026-02-28 00:00:00.000000")]
    [InlineData("0001-01-01 00:00:00", 24, "0001-01-01 00:00:00.000000")]
    public void A_fetch_begins_so_much_earlier(string value, int? overlap, string before) => Assert.Equal(before, Watermark.Before(value, overlap));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.5")]
    public void What_is_neither_a_whole_number_nor_a_time_is_refused(string value) =>
        Assert.Contains($"'{value}'", Assert.Throws<FormatException>(() => Watermark.Before(value, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void How_far_numbers_come_late_nobody_can_guess() =>
        Assert.Contains("'overlap'", Assert.Throws<FormatException>(() => Watermark.Before("100", null)).Message, StringComparison.Ordinal);
}
