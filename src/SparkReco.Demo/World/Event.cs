namespace SparkReco.Demo.World;

internal enum EventType
{
    Impression,
    Click,
    Watch,
    Like,
    Complete,
}

/// <summary>Whose list an item was picked from.</summary>
internal enum EventSource
{
    None,
    Baseline,
    Personalize,
}

/// <summary>One valid event.</summary>
/// <param name="User">Index of the user.</param>
/// <param name="Item">Index of the item.</param>
/// <param name="Type">What happened.</param>
/// <param name="AtMs">Unix epoch, milliseconds.</param>
/// <param name="WatchSeconds">Of watch events; -1 for the others.</param>
/// <param name="Source">Whose list, for impressions and their clicks.</param>
/// <param name="Position">Place in that list from 1; 0 without a list.</param>
internal readonly record struct Event(
    int User,
    int Item,
    EventType Type,
    long AtMs,
    int WatchSeconds = -1,
    EventSource Source = EventSource.None,
    int Position = 0
);
