using SparkReco.Ranking;
using Xunit;

namespace SparkReco.Tests.Ranking;

public sealed class RankerGateTests
{
    [Fact]
    public void The_result_is_the_mean_of_windows_whatever_their_users()
    {
        // Gains of .1 and .3 of one window's users, .0 of the other's four: (.2 + .0) / 2. The variances of the means are .01 / 2 and 0.
        var result = RankerResult.Of([Window(1, (30, .4, .5), (30, .4, .7)), Window(2, [.. Enumerable.Repeat((30, .5, .5), 4)])], _ => true)!;

        Assert.Equal(.1, result.Gain, 12);
        Assert.Equal(6, result.Users);
        Assert.Equal(Math.Sqrt(.01 / 2) / 2, result.Error, 12);
    }

    [Fact]
    public void A_clear_gain_on_the_mean_of_windows_is_enough()
    {
        var gate = RankerGate.Of([Window(1, Many(30, .5, .56)), Window(2, Many(30, .5, .5))], minHistory: 5);

        Assert.Equal(5, gate.MinHistory);
    }

    [Fact]
    public void A_gain_below_one_percent_is_not_enough_however_sure_it_is()
    {
        Assert.Null(RankerGate.Of([Window(1, Many(30, .5, .504)), Window(2, Many(30, .5, .504))], minHistory: 5).MinHistory);
    }

    [Fact]
    public void A_gain_that_may_be_chance_is_not_enough()
    {
        // Gains of +.9 and -.7 by turns: .1 on the mean, with an error of .8 / sqrt(10) / sqrt(2).
        (int, double, double)[] users = [.. Enumerable.Range(0, 10).Select(user => user % 2 == 0 ? (30, .1, 1.0) : (30, .7, 0.0))];

        Assert.Null(RankerGate.Of([Window(1, users), Window(2, users)], minHistory: 5).MinHistory);
    }

    [Fact]
    public void Where_it_is_worse_for_users_with_a_short_history_they_keep_the_blend()
    {
        (int, double, double)[] users = [.. Many(30, .5, .7), .. Many(19, .5, .45)];

        Assert.Equal(20, RankerGate.Of([Window(1, users), Window(2, users)], minHistory: 5).MinHistory);
    }

    [Fact]
    public void The_table_tells_of_all_users_what_the_gate_judged_and_of_each_segment_whether_it_is_served()
    {
        // Those with a short history keep the blend's .5, so the mean of all is (.5 + .7) / 2 and not (.25 + .7) / 2.
        (int, double, double)[] users = [.. Many(30, .5, .7), .. Many(19, .5, .25)];
        RankerTrial[] trials = [Window(1, users), Window(2, users)];

        var rows = RankerTables
            .RowsOf(new Learned(new Forest([]), RankerGate.Of(trials, minHistory: 5), [new RankerTrials(null, IsOfPart: false, trials)]))
            .Where(row => (string)row[2]! == "all")
            .Select(row => (Segment: row[3], Ranker: Math.Round((double)row[6]!, 9), IsChosen: row[10]));

        Assert.Equal([("all", .6, true), ("history<20", .25, false), ("history>=20", .7, (object)true)], rows);
    }

    private static (int, double, double)[] Many(int history, double blend, double ranker) =>
        [.. Enumerable.Range(0, 100).Select(user => (history, blend, ranker + (user % 2 == 0 ? .01 : -.01)))];

    private static RankerTrial Window(int month, params (int History, double Blend, double Ranker)[] users) =>
        new(new DateOnly(2026, month, 1), [.. users.Select((user, number) => new RankedUser(number, user.History, user.Blend, user.Ranker))]);
}
