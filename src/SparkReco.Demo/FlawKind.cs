namespace SparkReco.Demo;

/// <summary>The kinds of odd rows that the demo files contain.</summary>
public enum FlawKind
{
    /// <summary>An event line delivered twice, byte for byte.</summary>
    ExactDuplicate,

    /// <summary>A second event with a used event id, ten seconds later and of type <c>like</c>.</summary>
    SameIdOtherPayload,

    /// <summary>The last line of a file ends in the middle of a value, without a line feed.</summary>
    CutLastLine,

    /// <summary>A line that is not JSON.</summary>
    InvalidJson,

    /// <summary>JSON whose ids or time stamp are objects, arrays or booleans.</summary>
    WrongType,

    /// <summary>An event type outside the five known ones.</summary>
    UnknownEventType,

    /// <summary>An event of an item that no item row names.</summary>
    UnknownItem,

    /// <summary>An event of a user that no user row names.</summary>
    UnknownUser,

    /// <summary>An event without a time stamp, or with null.</summary>
    MissingTime,

    /// <summary>A watch event of less than zero seconds.</summary>
    NegativeWatchSeconds,

    /// <summary>A valid event whose time stamp counts seconds.</summary>
    TimeInSeconds,

    /// <summary>A valid event whose time stamp is ISO 8601 text in UTC.</summary>
    TimeAsText,

    /// <summary>Valid clicks of one automated user on one item within one day.</summary>
    BotClick,

    /// <summary>A valid item whose title holds a script element.</summary>
    HostileTitle,

    /// <summary>A second row of an item, byte for byte.</summary>
    DuplicateItem,

    /// <summary>An item row that ends after four fields.</summary>
    TooFewFields,

    /// <summary>A user of a tier that does not exist.</summary>
    UnknownTier,
}

/// <summary>What a careful reader does with a row.</summary>
public enum FlawFate
{
    /// <summary>The row is valid and stays.</summary>
    Kept,

    /// <summary>The row repeats another one and is counted as a duplicate.</summary>
    Duplicate,

    /// <summary>The row is put aside with a reason.</summary>
    Rejected,
}

internal static class FlawFates
{
    public static FlawFate Of(FlawKind kind) =>
        kind switch
        {
            FlawKind.TimeInSeconds or FlawKind.TimeAsText or FlawKind.BotClick or FlawKind.HostileTitle => FlawFate.Kept,
            FlawKind.ExactDuplicate or FlawKind.SameIdOtherPayload or FlawKind.DuplicateItem => FlawFate.Duplicate,
            _ => FlawFate.Rejected,
        };
}
