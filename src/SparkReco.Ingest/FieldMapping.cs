using System.Text.Json.Serialization;

namespace SparkReco.Ingest;

/// <summary>Which element of several in one value a field takes.</summary>
public enum Take
{
    First,
    Last,

    /// <summary>All of them as one text.</summary>
    Joined,

    /// <summary>Each: the row becomes as many rows.</summary>
    Each,
}

/// <summary>What a number of time counts.</summary>
public enum DurationUnit
{
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}

/// <summary>The character before the fraction of a number. The other one may group its thousands.</summary>
public enum DecimalMark
{
    Point,
    Comma,
}

/// <summary>
/// How one field is filled, in this order: a text from one of <see cref="Column"/>, <see cref="First"/>, <see cref="Join"/> and
/// <see cref="Constant"/> (none of them: the field's own column); <see cref="Split"/> and <see cref="Take"/>; <see cref="Null"/>;
/// <see cref="Values"/>; how the text is read, by <see cref="Format"/>, <see cref="Zone"/>, <see cref="Unit"/> and <see cref="Decimal"/>;
/// <see cref="PlusDays"/>.
/// </summary>
public sealed record FieldMapping
{
    /// <summary>The source column, or a path into one where no column has the exact name: <c>user.id</c>, <c>params[key=id].value</c>.</summary>
    public string? Column { get; init; }

    /// <summary>Columns of which the first that has a value is taken.</summary>
    public IReadOnlyList<string>? First { get; init; }

    /// <summary>Columns whose texts are joined by <see cref="Separator"/>. When one of them is null, the field is null.</summary>
    public IReadOnlyList<string>? Join { get; init; }

    public string? Constant { get; init; }

    /// <summary>What stands between joined texts: nothing between columns, a comma and a blank between elements where it is not given.</summary>
    public string? Separator { get; init; }

    /// <summary>What stands between the elements of one value. Arrays of JSON and Parquet are elements already.</summary>
    public string? Split { get; init; }

    /// <summary>The element that is taken: where only <see cref="Split"/> is given the first, and all of a field that holds several.</summary>
    public Take? Take { get; init; }

    /// <summary>Texts that are no value, beside those that are none in every field.</summary>
    public IReadOnlyList<string>? Null { get; init; }

    /// <summary>Replacements by exact text. A text that is not listed becomes <see cref="Otherwise"/>, or stays when that is null.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    public string? Otherwise { get; init; }

    /// <summary>How days, times and durations are written: patterns of .NET such as <c>dd.MM.yyyy</c>, or words of <see cref="Steps.Formats"/>; the first that fits counts.</summary>
    public IReadOnlyList<string>? Format { get; init; }

    /// <summary>The time zone of times that are written without one, by its IANA name; UTC where it is null.</summary>
    public string? Zone { get; init; }

    /// <summary>What a number of a duration counts; seconds where it is null.</summary>
    public DurationUnit? Unit { get; init; }

    public DecimalMark? Decimal { get; init; }

    /// <summary>
    /// A column with a whole number of days that is added to the field's day or time. Of a day the result is <c>yyyy-MM-ddT00:00:00Z</c>;
    /// when one part cannot be read, it is the text <c>BASE + X days</c>, which no rule takes for a date.
    /// </summary>
    public string? PlusDays { get; init; }

    /// <summary>The columns that are named.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Columns =>
        [.. Column is null ? [] : new[] { Column }, .. First ?? [], .. Join ?? [], .. PlusDays is null ? [] : new[] { PlusDays }];
}
