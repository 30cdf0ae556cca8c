using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>What each user had played before the run date. Recent and deliberate acts count more, repeated ones less and less.</summary>
internal sealed class History
{
    private const double HalfLifeDays = 90;

    private readonly double[,] _points;

    public History(DemoWorld world)
    {
        _points = new double[world.Members.Count, world.Items.Count];
        foreach (var e in world.Events)
        {
            if (e.AtMs >= world.RunTimeMs)
                break;
            var days = (world.RunTimeMs - e.AtMs) / 86_400_000.0;
            _points[e.User, e.Item] += PointsOf(e) * Math.Exp(-days * Math.Log(2) / HalfLifeDays);
        }

        Plays = [.. Collect(world.Members.Count, world.Items.Count)];
        PlayCounts = new int[world.Members.Count];
        foreach (var play in Plays)
            PlayCounts[play.User]++;
    }

    /// <summary>In order of user and item.</summary>
    public IReadOnlyList<Play> Plays { get; }

    /// <summary>Number of distinct items by user.</summary>
    public int[] PlayCounts { get; }

    public bool Has(int user, int item) => _points[user, item] > 0;

    private static double PointsOf(Event e) =>
        e.Type switch
        {
            EventType.Impression => 0,
            EventType.Click => 1,
            EventType.Watch => 1 + Math.Min(2, e.WatchSeconds / 900.0),
            _ => 2,
        };

    private IEnumerable<Play> Collect(int users, int items)
    {
        for (var user = 0; user < users; user++)
        {
            for (var item = 0; item < items; item++)
            {
                if (_points[user, item] > 0)
                    yield return new Play(user, item, Math.Log(1 + _points[user, item]));
            }
        }
    }
}
