using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.History;

public sealed class HistoryStageTests : IDisposable
{
    private readonly TestWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_first_day_of_a_lake_has_figures_and_nothing_before_them()
    {
        await RunAsync(day: 0);

        Assert.NotEqual(0, Count("run_history", "figure = 'ndcg' and system = 'baseline'"));
        Assert.Equal(0, Count("run_history", "earlier_value is not null"));
        Assert.Equal(0, Count("list_churn", "true"));
    }

    [Fact]
    public async Task A_later_day_stands_beside_the_latest_before_it_and_names_the_settings_that_are_others()
    {
        // The log has five days from each of the three on: metrics of other days would not be compared.
        string[] days = ["--set", "evaluation.horizon_days=5"];
        await RunAsync(day: -2, days);
        await RunAsync(day: -1, days);
        await RunAsync(day: 0, [.. days, "--set", "blend.recency=3", "--set", "baseline=fixed"]);

        var day = $"run_date = '{_world.Summary.RunDate:yyyy-MM-dd}'";
        Assert.Equal(
            Count("run_history", $"{day} and system = 'baseline'"),
            Count("run_history", $"{day} and system = 'baseline' and earlier_run_date = run_date - 1 and earlier_value is not null")
        );
        Assert.Equal(1, Count("list_churn", $"{day} and system = 'baseline' and self_overlap between 0 and 1 and user_count > 0"));
        Assert.Equal(1, Count("setting_changes", $"{day} and setting = 'blend.recency' and now_setting = '3'"));
    }

    [Theory]
    [InlineData("evaluation.cutoffs=5")] // Another list length: hits among 5 are fewer than among 10.
    [InlineData("evaluation.horizon_days=3")] // Fewer days: less is found in them.
    public async Task Metrics_of_another_length_or_of_other_days_are_not_compared(string setting)
    {
        await RunAsync(day: -1, "--set", "evaluation.horizon_days=5");
        var result = await Sparkreco.RunAsync([
            .. Command(day: 0),
            "--set",
            "evaluation.horizon_days=5",
            "--set",
            setting,
            "--set",
            "history.warn_drop_percent=1",
        ]);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Equal(0, Count("run_history", "earlier_value is not null and k > 0"));
        Assert.NotEqual(0, Count("run_history", "earlier_value is not null and k = 0"));
    }

    [Fact]
    public async Task Lists_that_stay_the_same_share_all_and_what_is_less_than_asked_for_ends_with_exit_code_3()
    {
        await RunAsync(day: -1);
        // The delivered lists are the same files on both days, but what users had since is taken out of them.
        var result = await Sparkreco.RunAsync([.. Command(day: 0), "--set", "history.warn_self_overlap_percent=100"]);

        Assert.Equal(ExitCodes.DoneWithRejectedRows, result.Code);
        Assert.Contains("the lists of baseline share", result.Errors);
        Assert.Equal(1, Count("list_churn", "system = 'personalize' and self_overlap >= 0.8 and user_count > 0"));
    }

    [Fact]
    public async Task Tables_of_an_earlier_day_that_are_gone_are_told_and_the_run_goes_on()
    {
        await RunAsync(day: -1);
        Directory.Delete(_world.PathOf("lake/recommendations"), recursive: true);

        var result = await Sparkreco.RunAsync([.. Command(day: 0), "--output", "json"]);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.Contains("nothing is compared with it", result.Output);
        Assert.Equal(0, Count("run_history", "earlier_value is not null"));
    }

    private long Count(string table, string condition) => TestWorld.Count(_world.Lake, table, condition);

    private Task<Sparkreco.Result> RunAsync(int day, params string[] more) => Sparkreco.DoneAsync([.. Command(day), .. more]);

    private string[] Command(int day) => ["run", "--config", _world.Configuration, "--run-date", $"{_world.Summary.RunDate.AddDays(day):yyyy-MM-dd}"];
}
