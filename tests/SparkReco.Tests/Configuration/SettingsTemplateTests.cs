using SparkReco.Configuration;
using Xunit;

namespace SparkReco.Tests.Configuration;

public sealed class SettingsTemplateTests : ConfigurationTest
{
    [Fact]
    public void The_template_is_a_valid_configuration_of_defaults()
    {
        var (written, plain) = (LoadText(SettingsTemplate.Write()), Load(""));

        Assert.Equal(
            (plain.Engagement, plain.ItemItem, plain.Blend, plain.Quality),
            (written.Engagement, written.ItemItem, written.Blend, written.Quality)
        );
        Assert.Equal("raw/users.jsonl", Assert.Single(written.Inputs.Users[0].Files.Paths));
    }

    [Fact]
    public void Every_setting_of_the_template_is_valid_when_its_comment_marks_are_taken_away() =>
        LoadText(SettingsTemplate.Write().Replace("// \"", "\"", StringComparison.Ordinal));

    [Fact]
    public void The_template_names_every_setting() =>
        Assert.All(
            SettingsLoader.Describe().Where(setting => !setting.Path.Contains("<name>", StringComparison.Ordinal)),
            setting => Assert.Contains($"\"{setting.Path.Split('.')[^1]}\": ", SettingsTemplate.Write(), StringComparison.Ordinal)
        );
}
