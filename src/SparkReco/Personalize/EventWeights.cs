using System.Text.Json.Nodes;
using SparkReco.Configuration;

namespace SparkReco.Personalize;

/// <summary>
/// What the types of events count in training, for recipes that weigh them: their points in <c>engagement.points</c>, a watch as one of
/// <see cref="MinutesWatched"/> minutes, divided by the most of them. Types without points don't count.
/// </summary>
internal static class EventWeights
{
    /// <summary>The service weighs a watch, not its minutes: so many a watch stands for.</summary>
    private const int MinutesWatched = 5;

    /// <summary>The service's parameters of event types; weights are 0 to 1, of which only the ratio counts.</summary>
    public static JsonArray Of(EngagementSettings points)
    {
        (string Type, int Points)[] types =
        [
            ("click", points.ClickPoints),
            ("watch", points.WatchMinutePoints * MinutesWatched),
            ("like", points.LikePoints),
            ("complete", points.CompletePoints),
        ];
        var most = types.Max(type => type.Points);
        return
        [
            .. types
                .Where(type => type.Points > 0)
                .Select(type => new JsonObject { ["eventType"] = type.Type, ["weight"] = Math.Round((double)type.Points / most, 3) }),
        ];
    }
}
