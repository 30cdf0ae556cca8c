namespace SparkReco.Ingest;

/// <summary>What a raw field should look like once the models have typed it. The reader uses it only to recognise suspect rows.</summary>
public enum FieldKind
{
    Id,
    Text,
    Tier,
    ContentType,
    EventType,
    Timestamp,
    Date,
    Number,
    Flag,
}

/// <summary>One text column of a raw table. Aliases are column names that fill the field when the settings do not map it.</summary>
public sealed record RawField(string Name, FieldKind Kind, bool IsRequired = false, params string[] Aliases);

/// <summary>A table of raw rows: every field is text or null, and nothing is judged yet.</summary>
/// <remarks>In an engine the fields are followed by the columns of <see cref="TrailingColumns"/>.</remarks>
public sealed record RawTable(string Name, IReadOnlyList<RawField> Fields)
{
    public static readonly RawTable Users = new("raw_users",
    [
        new("user_id", FieldKind.Id, IsRequired: true),
        new("tier", FieldKind.Tier),
        new("plan", FieldKind.Text),
        new("country", FieldKind.Text),
        new("registered_on", FieldKind.Date),
        new("last_active_on", FieldKind.Date),
        new("is_monthly_active", FieldKind.Flag),
    ]);

    public static readonly RawTable Items = new("raw_items",
    [
        new("item_id", FieldKind.Id, IsRequired: true),
        new("content_type", FieldKind.ContentType),
        new("title", FieldKind.Text),
        new("category", FieldKind.Text),
        new("language", FieldKind.Text),
        new("duration_seconds", FieldKind.Number),
        new("published_on", FieldKind.Date),
        new("is_available", FieldKind.Flag),
    ]);

    public static readonly RawTable Events = new("raw_events",
    [
        new("event_id", FieldKind.Id),
        new("user_id", FieldKind.Id, IsRequired: true),
        new("item_id", FieldKind.Id, IsRequired: true),
        new("event_type", FieldKind.EventType, IsRequired: true),
        new("occurred_at", FieldKind.Timestamp, IsRequired: true, "occurred_at_ms", "timestamp"),
        new("event_count", FieldKind.Number),
        new("watch_seconds", FieldKind.Number),
        new("source", FieldKind.Text),
        new("position", FieldKind.Number),
    ]);

    /// <summary>The columns after the fields: file and problem and raw are text, line is a 64-bit integer.</summary>
    public static readonly IReadOnlyList<string> TrailingColumns = ["file", "line", "problem", "raw"];
}
