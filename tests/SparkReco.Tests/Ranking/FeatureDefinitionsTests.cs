using SparkReco.Ranking;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Ranking;

public sealed class FeatureDefinitionsTests
{
    [Theory]
    [InlineData("blend.list_size=50")]
    [InlineData("ranker.min_history=20")]
    [InlineData("engine.kernels=off")]
    public void A_setting_that_features_do_not_look_at_changes_no_definition(string setting) =>
        Assert.Equal(FeatureDefinitions.HashOf(Some.Settings()), FeatureDefinitions.HashOf(Some.Settings(setting)));

    [Fact]
    public void Nor_does_another_run_date() =>
        Assert.Equal(
            FeatureDefinitions.HashOf(Some.Settings()),
            FeatureDefinitions.HashOf(Some.Settings() with { RunDate = Some.RunDate.AddDays(7) })
        );

    [Theory]
    [InlineData("engagement.lookback_days=30")] // whose uses count
    [InlineData("engagement.half_life_days=1")] // mean_score
    [InlineData("blend.popularity_half_life_hours=1")] // the period
    [InlineData("blend.category=1")] // blend_gap
    [InlineData("item_item.direction=both")] // similarity_share
    [InlineData("item_item.seed_size=3")] // kind_items
    [InlineData("item_item.seed_half_life=1")] // similarity_share
    [InlineData("item_item.target_exponent=20")]
    [InlineData("item_item.model=ease")]
    [InlineData("evaluation.horizon_days=7")] // what is learned: who uses what within so many days
    public void A_setting_that_gives_features_another_meaning_changes_the_definitions(string setting) =>
        Assert.NotEqual(FeatureDefinitions.HashOf(Some.Settings()), FeatureDefinitions.HashOf(Some.Settings(setting)));
}
