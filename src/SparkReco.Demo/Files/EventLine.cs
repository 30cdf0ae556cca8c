using SparkReco.Demo.World;

namespace SparkReco.Demo.Files;

/// <summary>
/// One event as a JSON line. Impressions and clicks have <c>source</c> and <c>position</c>, null outside a list; watch events have
/// <c>watch_seconds</c>. Texts hold only characters that need no escaping.
/// </summary>
internal sealed record EventLine(string Id, string User, string Item, string Type, string Time)
{
    /// <summary>Of watch events, else null.</summary>
    public int? WatchSeconds { get; init; }

    /// <summary>The JSON text of source and position, or empty.</summary>
    public string List { get; init; } = "";

    public static string IdOf(int index) => $"e{index + 1:0000000}";

    public static EventLine Of(DemoWorld world, string id, Event e) =>
        new(id, world.Members[e.User].Id, world.Items[e.Item].Id, NameOf(e.Type), $"{e.AtMs}")
        {
            WatchSeconds = e.WatchSeconds < 0 ? null : e.WatchSeconds,
            List = e.Type is EventType.Impression or EventType.Click
                ? $",\"source\":{NameOf(e.Source)},\"position\":{(e.Position == 0 ? "null" : $"{e.Position}")}"
                : "",
        };

    public override string ToString() =>
        $$"""{"event_id":"{{Id}}","user_id":"{{User}}","item_id":"{{Item}}","event_type":"{{Type}}","occurred_at_ms":{{Time}}"""
        + (WatchSeconds is { } seconds ? $",\"watch_seconds\":{seconds}" : "")
        + List
        + "}";

    private static string NameOf(EventType type) =>
        type switch
        {
            EventType.Impression => "impression",
            EventType.Click => "click",
            EventType.Watch => "watch",
            EventType.Like => "like",
            _ => "complete",
        };

    private static string NameOf(EventSource source) =>
        source switch
        {
            EventSource.Baseline => "\"baseline\"",
            EventSource.Personalize => "\"personalize\"",
            _ => "null",
        };
}
