using SparkReco.Ingest.Rules;
using SparkReco.Ingest.Steps;

namespace SparkReco.Ingest;

/// <summary>Finds what is wrong with the mapping of one field, whatever the files hold.</summary>
public static class MappingCheck
{
    /// <summary>The problems, each to follow the name of the mapping, or of a part of it, in the settings.</summary>
    public static IEnumerable<(string? Part, string Problem)> Problems(RawTable table, RawField field, FieldMapping mapping)
    {
        string[] sources =
        [
            .. new (string Name, object? Value)[]
            {
                ("column", mapping.Column),
                ("first", mapping.First),
                ("join", mapping.Join),
                ("constant", mapping.Constant),
            }
                .Where(source => source.Value is not null)
                .Select(source => source.Name),
        ];
        if (sources.Length > 1)
            yield return (null, "has more than one of 'column', 'first', 'join' and 'constant': keep one");

        if (mapping.Join is { Count: 0 })
            yield return ("join", "no column is given");

        if (mapping.First is { Count: 0 })
            yield return ("first", "no column is given");

        if (mapping.Otherwise is not null && mapping.Values is null)
            yield return ("otherwise", "has no meaning without values");

        if (mapping.Split is "")
            yield return ("split", "is empty");

        if (mapping.Take == Take.Each && !table.BecomesSeveral)
            yield return ("take", "only an event or a list can become one of each element; take first, last or joined");

        foreach (var problem in ReadingProblems(field, mapping))
            yield return problem;
    }

    private static IEnumerable<(string? Part, string Problem)> ReadingProblems(RawField field, FieldMapping mapping)
    {
        var kind = field.Rule.Kind;
        var isTime = kind is FieldKind.Day or FieldKind.Time;
        foreach (var format in mapping.Format ?? [])
        {
            if (isTime && !Formats.IsOfTimes(format))
                yield return (
                    "format",
                    $"'{format}' is neither one of {string.Join(", ", Formats.OfTimes)} nor a pattern with a year, such as dd.MM.yyyy HH:mm:ss"
                );
            else if (kind == FieldKind.Duration && !Formats.OfDurations.Contains(format))
                yield return ("format", $"'{format}' is none of {string.Join(", ", Formats.OfDurations)}");
        }

        if (mapping.Format is { Count: 0 })
            yield return ("format", "no format is given");

        if (mapping.Format is not null && !isTime && kind != FieldKind.Duration)
            yield return ("format", "is of days, times and durations; this field holds none");

        if (mapping.Unit is not null && kind != FieldKind.Duration)
            yield return ("unit", "is of durations; this field holds none");

        if (mapping.Unit is not null && mapping.Format is not null)
            yield return ("unit", "is of numbers, and format of what is written otherwise: keep one");

        if (mapping.Decimal is not null && kind is not (FieldKind.Duration or FieldKind.Number))
            yield return ("decimal", "is of numbers; this field holds none");

        if (mapping.Zone is not null && kind != FieldKind.Time)
            yield return ("zone", "is of times; this field holds none, and a day has no zone");
        else if (mapping.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            yield return ("zone", $"'{zone}' is no time zone that this machine knows, such as Europe/Berlin");
    }
}
