using System.Globalization;
using System.Text.Json.Nodes;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>An event that a client put.</summary>
/// <param name="User">The user, or the session of one who is not known.</param>
/// <param name="Item">The item; null where the event has none.</param>
/// <param name="At">When, in seconds since 1970.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Value">The event's value.</param>
/// <param name="Properties">Further columns, as the client named them.</param>
/// <param name="EventId">By which one that comes twice is known.</param>
internal sealed record PutEvent(string User, string? Item, long At, string Type, double? Value, JsonObject? Properties, string? EventId)
{
    public string? RecommendationId { get; init; }

    public string? AttributionSource { get; init; }
}

/// <summary>Something that a user did: a row of the bulk, or an event that was put.</summary>
internal readonly struct Happening
{
    private readonly Table? _table;
    private readonly int _row;
    private readonly PutEvent? _put;

    public Happening(Table table, int row)
    {
        _table = table;
        _row = row;
        Item = table.Texts("ITEM_ID")!.TextAt(row)!;
        At = (long)table.Numbers("TIMESTAMP")!.Values[row];
    }

    public Happening(PutEvent put)
    {
        _put = put;
        Item = put.Item!;
        At = put.At;
    }

    public string Item { get; }

    public long At { get; }

    public string? Type => _put is null ? _table!.Texts("EVENT_TYPE")?.TextAt(_row) : _put.Type;

    /// <summary>The event's value; NaN where it has none.</summary>
    public double Value => _put is null ? _table!.Numbers("EVENT_VALUE")?.Values[_row] ?? double.NaN : _put.Value ?? double.NaN;

    /// <summary>The value of a column; null where there is none.</summary>
    public string? Text(string column) =>
        column switch
        {
            "EVENT_TYPE" => Type,
            "EVENT_VALUE" => double.IsNaN(Value) ? null : Value.ToString(CultureInfo.InvariantCulture),
            "TIMESTAMP" => At.ToString(CultureInfo.InvariantCulture),
            "ITEM_ID" => Item,
            "RECOMMENDATION_ID" when _put is not null => _put.RecommendationId,
            "EVENT_ATTRIBUTION_SOURCE" when _put is not null => _put.AttributionSource,
            _ => _put is null ? _table!.Find(column)?.TextAt(_row) : PropertyNames.Find(_put.Properties, column),
        };
}

/// <summary>The properties of what clients put have the names of the schema's fields, in camel case.</summary>
internal static class PropertyNames
{
    /// <summary>The value of a field; null where there is none.</summary>
    public static string? Find(JsonObject? properties, string field)
    {
        foreach (var (name, value) in properties ?? [])
        {
            if (AreSame(name, field))
                return value?.ToString();
        }

        return null;
    }

    public static bool AreSame(string property, string field)
    {
        if (property == field)
            return true;
        var rest = field.AsSpan();
        foreach (var character in property.Where(char.IsAsciiLetterOrDigit))
        {
            while (rest.Length > 0 && !char.IsAsciiLetterOrDigit(rest[0]))
                rest = rest[1..];
            if (rest.Length == 0 || char.ToUpperInvariant(character) != char.ToUpperInvariant(rest[0]))
                return false;
            rest = rest[1..];
        }

        return !rest.ContainsAnyInRange('0', 'z');
    }
}
