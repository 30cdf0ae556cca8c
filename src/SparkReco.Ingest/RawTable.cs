using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>One field of a raw table: how its text is read, and what null means.</summary>
public sealed record RawField(string Name, FieldRule Rule)
{
    /// <summary>A row without a value is a problem, and a file with a header needs a column for the field.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The number that stands for null.</summary>
    public long? Default { get; init; }

    /// <summary>The number that stands for what can't be read; null where that is the same as no value.</summary>
    public long? Unreadable { get; init; }

    /// <summary>In rows of the elements of an array, a field without a value is the element's number, from 1.</summary>
    public bool IsElementNumber { get; init; }

    /// <summary>Whether the field takes all elements of a text that is split or of an array, where the settings take none of them.</summary>
    public bool HoldsSeveral { get; init; }

    /// <summary>What stands between several texts of a field: the separator of units (U+001F), for no text has control characters.</summary>
    public const byte Separator = 0x1F;

    /// <summary>The column that holds the typed values.</summary>
    public string Column { get; init; } = Name;

    /// <summary>Names of source columns that fill the field when the settings do not map it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>
/// A table of typed rows from files. The first field is the row's id.
/// </summary>
/// <remarks>The fields are followed by the file's number, the line and the row's hash, by which copies are found: null in a row that is none.</remarks>
public sealed record RawTable(string Name, IReadOnlyList<RawField> Fields)
{
    private const long WeekSeconds = 604_800;

    public static readonly RawTable Users = new(
        "raw_users",
        [
            new("user_id", new IdRule()) { IsRequired = true },
            new("tier", new WordRule("paid", "free")) { IsRequired = true },
            new("plan", new TextRule()),
            new("country", new TextRule(mayBeNA: true)),
            new("registered_on", new DateRule()),
            new("last_active_on", new DateRule()),
            new("is_monthly_active", new FlagRule()),
        ]
    );

    public static readonly RawTable Items = new(
        "raw_items",
        [
            new("item_id", new IdRule()) { IsRequired = true },
            new("content_type", new WordRule("course", "video", "podcast")) { IsRequired = true },
            new("title", new TextRule(1000)),
            new("format", new TextRule()),
            new("category", new TextRule()) { HoldsSeveral = true },
            new("language", new TextRule()),
            new("duration_seconds", new WholeNumberRule(FieldType.BigInt, roundsDown: true)),
            new("published_on", new DateRule()),
            // What may be withdrawn must not be offered.
            new("is_available", new FlagRule()) { Default = 1, Unreadable = 0 },
        ]
    );

    public static readonly RawTable Events = new(
        "raw_events",
        [
            new("event_id", new IdRule()),
            new("user_id", new IdRule()) { IsRequired = true },
            new("item_id", new IdRule()) { IsRequired = true },
            new("event_type", new WordRule("impression", "click", "watch", "like", "complete")) { IsRequired = true },
            new("occurred_at", new TimestampRule())
            {
                IsRequired = true,
                Column = "occurred_at_ms",
                Aliases = ["occurred_at_ms", "timestamp"],
            },
            new("event_count", new WholeNumberRule(FieldType.BigInt, minimum: 1, maximum: 1_000_000)) { Default = 1 },
            new("watch_seconds", new WholeNumberRule(FieldType.BigInt, maximum: WeekSeconds, roundsDown: true)),
            new("source", new TextRule()),
            new("position", new WholeNumberRule(FieldType.Int, minimum: 1, maximum: int.MaxValue)),
            new("propensity", new ShareRule()) { Column = "propensity_ppm" },
        ]
    )
    {
        FindsRepeats = true,
        BecomesSeveral = true,
    };

    /// <summary>Lists that the company has: a row is a place in a user's list, or the whole list of it.</summary>
    public static readonly RawTable Lists = new(
        "raw_lists",
        [
            new("user_id", new IdRule()) { IsRequired = true },
            new("item_id", new IdRule()) { IsRequired = true },
            new("rank", new WholeNumberRule(FieldType.Int, minimum: 0, maximum: int.MaxValue))
            {
                IsElementNumber = true,
                Aliases = ["position", "place"],
            },
            // The name of the lists in the settings.
            new("system", new TextRule()) { IsRequired = true },
        ]
    )
    {
        BecomesSeveral = true,
    };

    /// <summary>All tables.</summary>
    public static IReadOnlyList<RawTable> All { get; } = [Users, Items, Events, Lists];

    /// <summary>Whether a row with an array can become a row of each element.</summary>
    public bool BecomesSeveral { get; init; }

    /// <summary>Whether rows that repeat are copies: those with one id and, unless the settings keep them, those without an id that are equal.</summary>
    public bool FindsRepeats { get; init; }

    /// <summary>Whether a row without an id is a copy of one that is equal, also in columns that fill no field.</summary>
    public bool ComparesRows(SourceSettings settings) => FindsRepeats && !settings.KeepsRepeats;
}
