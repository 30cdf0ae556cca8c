using System.Text;
using SparkReco.Configuration;
using Xunit;

namespace SparkReco.Tests.Configuration;

public sealed class ConfigurationFileTests : ConfigurationTest
{
    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed()
    {
        var settings = Load(
            """
            // a comment
            "blend": { "list_size": 30, /* another */ },
            """
        );

        Assert.Equal(30, settings.Blend.ListSize);
        Assert.True(ConfigurationFile.Parse("f", [0xEF, 0xBB, 0xBF, .. "{}"u8]).IsObject);
    }

    [Fact]
    public void A_key_that_stands_twice_is_named_with_both_lines() =>
        Assert.Equal(
            ["sparkreco.json:4: the key 'list_size' stands twice: keep one of them (the first is on line 3)"],
            Errors(
                """
                "blend": {
                  "list_size": 30,
                  "list_size": 40
                }
                """
            )
        );

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"blend\": {\n  \"list_size\" 30 } }", 3)]
    [InlineData("{\n\"blend\": {\n", 3)]
    [InlineData("{}\n{}", 2)]
    [InlineData("{\n\"lake\": \"\\ud800\" }", 2)]
    public void Text_that_is_not_json_is_named_with_its_line(string text, int line) =>
        Assert.StartsWith($"sparkreco.json:{line}: not valid JSON", Assert.Single(ErrorsOfText(text)), StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_utf8_is_named_with_its_line()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Parse("f", Encoding.Latin1.GetBytes("{\n\"lake\": \"é\" }")));

        Assert.StartsWith("f:2: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void A_configuration_is_an_object(string text) =>
        Assert.Equal(["sparkreco.json:1: the configuration is not a JSON object: it begins with { and ends with }"], ErrorsOfText(text));

    [Fact]
    public void A_missing_file_says_how_to_make_one()
    {
        var error = Assert.Throws<ConfigurationException>(() => Support.Some.Load("no such folder/sparkreco.json", new Dictionary<string, string>()));

        Assert.StartsWith("no such folder/sparkreco.json: the configuration can't be read", error.Message, StringComparison.Ordinal);
        Assert.Contains("'sparkreco init' writes a new one", error.Message, StringComparison.Ordinal);
    }
}
