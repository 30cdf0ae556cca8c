using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Compare;

public sealed class RankShiftsTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void An_item_enters_leaves_moves_up_or_down_or_stays()
    {
        _rig.GivenLists(("u1", "abcd", "cbae"));

        Assert.Equal(
            ["a | 1 | 3 | -2 | down", "b | 2 | 2 | 0 | same", "c | 3 | 1 | 2 | up", "d | 4 | null | null | left", "e | null | 4 | null | entered"],
            _rig.Rows("rank_shifts", "item_id, reference_rank, system_rank, shift, movement")
        );
    }

    [Fact]
    public void Without_the_other_list_all_items_leave_or_enter()
    {
        _rig.GivenLists(("u1", "a", ""), ("u2", "", "a"));

        Assert.Equal(["u1 | a | left", "u2 | a | entered"], _rig.Rows("rank_shifts", "user_id, item_id, movement"));
    }
}
