using System.Text;
using SparkReco.Ingest.Rules;
using SparkReco.Ingest.Steps;

namespace SparkReco.Ingest.Guessing;

/// <summary>How a field is most likely filled.</summary>
/// <param name="Field">The field.</param>
/// <param name="Mapping">The mapping; null where no column fits.</param>
/// <param name="Why">What the guess rests on, or what is unsure, in a few words.</param>
public sealed record FieldGuess(RawField Field, FieldMapping? Mapping, string Why);

/// <summary>Which input a file most likely is, and how its fields are filled.</summary>
/// <param name="Table">The raw table of the input.</param>
/// <param name="Sample">What was seen of the file.</param>
/// <param name="Fields">The fields, in the order of the table.</param>
/// <param name="Where">The rows that are events of interest, by the column and its words; null for all.</param>
public sealed record InputGuess(
    RawTable Table,
    FileSample Sample,
    IReadOnlyList<FieldGuess> Fields,
    (string Column, IReadOnlyList<string> Words)? Where
)
{
    // What an id's column says about a file, beside other columns.
    private const int KeyHits = 4;
    private const double Most = 0.9;
    private const int MostWords = 50;

    private static readonly Dictionary<string, string> _noValues = [];

    // Ambiguous ones after those that are surer.
    private static readonly string[] _formats =
    [
        "yyyy/MM/dd",
        "yyyy/MM/dd HH:mm:ss",
        "dd.MM.yyyy",
        "dd.MM.yyyy HH:mm",
        "dd.MM.yyyy HH:mm:ss",
        "d.M.yyyy",
        "MM/dd/yyyy",
        "MM/dd/yyyy HH:mm",
        "MM/dd/yyyy HH:mm:ss",
        "dd/MM/yyyy",
        "dd/MM/yyyy HH:mm",
        "dd/MM/yyyy HH:mm:ss",
        "M/d/yyyy",
        "d/M/yyyy",
        "MMM d, yyyy",
        "MMMM d, yyyy",
        "MM d, yyyy",
        "d MMM yyyy",
        "yyyy-MM",
        "yyyy",
        "excel_days",
    ];

    /// <summary>The last time among the values that fill a field of times, in milliseconds since 1970-01-01 UTC; null for none.</summary>
    public long? Latest { get; private init; }

    /// <summary>Guesses from names and values.</summary>
    public static InputGuess Of(FileSample sample)
    {
        var table = new[] { RawTable.Events, RawTable.Items, RawTable.Users }.MaxBy(candidate => Score(candidate, sample))!;
        List<ColumnSample> left = [.. sample.Columns];
        List<FieldGuess> fields = [];
        (string, IReadOnlyList<string>)? where = null;
        foreach (var field in table.Fields.OrderByDescending(field => field.IsRequired))
        {
            var column = FieldNames.Find(table, field, left);
            left.RemoveAll(other => other.Name == column?.Name);
            var guess = column is null ? Missing(table, field, sample) : Guess(field, column);
            fields.Add(guess);
            if (field.Name == "event_type" && column is not null && Unknown(field, column) is { Count: > 0 } unknown)
                where = (column.Name, [.. Words(column).Except(unknown)]);
        }

        if (where is (_, { Count: 0 }))
            where = null;

        return new(table, sample, [.. table.Fields.Select(field => fields.Single(guess => guess.Field == field))], where)
        {
            Latest = LatestOf(fields.FirstOrDefault(guess => guess.Field.Rule.Kind == FieldKind.Time), sample),
        };
    }

    /// <summary>The guess for these files and others; null where they are read differently, or a field is filled from elsewhere.</summary>
    public InputGuess? With(InputGuess other)
    {
        var (own, others) = (Sample.Settings, other.Sample.Settings);
        var isReadAlike =
            (own.Format, own.Delimiter, own.HasHeader, own.Encoding) == (others.Format, others.Delimiter, others.HasHeader, others.Encoding)
            && Sample.FormatOfName == other.Sample.FormatOfName;
        var fields = Fields.Zip(other.Fields, Together).ToArray();
        if (!isReadAlike || Where?.Column != other.Where?.Column || fields.Contains(null))
            return null;

        return this with
        {
            Fields = fields!,
            Where = Where is var (column, words) ? (column, [.. words.Union(other.Where!.Value.Words).Order(StringComparer.Ordinal)]) : null,
        };
    }

    private static FieldGuess? Together(FieldGuess guess, FieldGuess other)
    {
        if (guess.Mapping is null || other.Mapping is null)
            return guess.Field.IsRequired && guess.Mapping != other.Mapping ? null
                : guess.Mapping is null ? other
                : guess;

        var values = (guess.Mapping.Values ?? _noValues)
            .Concat(other.Mapping.Values ?? _noValues)
            .DistinctBy(value => value.Key)
            .ToDictionary(value => value.Key, value => value.Value);
        var isAlike =
            guess.Mapping with { Values = null, Format = null } == other.Mapping with { Values = null, Format = null }
            && (guess.Mapping.Format ?? []).SequenceEqual(other.Mapping.Format ?? []);
        return !isAlike ? null
            : values.Count == 0 ? guess
            : guess with { Mapping = guess.Mapping with { Values = values } };
    }

    private static int Score(RawTable table, FileSample sample)
    {
        List<ColumnSample> left = [.. sample.Columns];
        var hits = 0;
        foreach (var field in table.Fields)
        {
            var isKey = field.Rule is IdRule && field.IsRequired;
            if (FieldNames.Find(table, field, left) is not { } column)
            {
                hits -= isKey ? KeyHits : 0;
                continue;
            }

            left.Remove(column);
            hits += isKey && FieldNames.Plain(column.Name) != "id" ? KeyHits : 1;
        }

        return hits + (FieldNames.Names(table, sample.File.Path) ? 3 : 0);
    }

    private static FieldGuess Missing(RawTable table, RawField field, FileSample sample)
    {
        var constant = field.Name switch
        {
            "tier" => "free",
            "content_type" => Path.GetFileNameWithoutExtension(sample.File.Path)
                .Split(' ', '-', '_', '.')
                .Select(word => WordGuess.Of(field.Name, word.TrimEnd('s')))
                .FirstOrDefault(word => word is not null)
                ?? "video",
            "event_type" => FieldNames.Find(table, table.Fields.Single(other => other.Name == "watch_seconds"), sample.Columns) is null
                ? "click"
                : "watch",
            _ => null,
        };
        return constant is null
            ? new(field, null, field.IsRequired ? "no column looks like it: name one" : "no column looks like it")
            : new(field, new() { Constant = constant }, "no column looks like it: the same for all");
    }

    private static FieldGuess Guess(RawField field, ColumnSample column)
    {
        var mapping = new FieldMapping { Column = column.Name };
        if (column.IsArray)
            return new(field, field.HoldsSeveral ? mapping : mapping with { Take = Take.First }, "by its name; an array");

        if (column.Values.Count == 0)
            return new(field, mapping, "by its name; no value was seen");

        return field.Rule switch
        {
            WordRule => GuessWords(field, column, mapping),
            FlagRule when Words(column).Any(word => !field.Rule.Read(Encoding.UTF8.GetBytes(word)).HasValue) => GuessWords(field, column, mapping),
            _ when field.HoldsSeveral && column.Values.Count(value => value.Contains('|', StringComparison.Ordinal)) * 3 > column.Values.Count => new(
                field,
                mapping with
                {
                    Split = "|",
                },
                "by its name; several in one column"
            ),
            _ when GuessUnit(field, column, mapping) is var counted && Share(field, column, counted) >= Most => new(
                field,
                counted,
                $"by its name, such as '{column.Values[0]}'"
            ),
            _ => GuessForm(field, column, mapping),
        };
    }

    private static FieldGuess GuessWords(RawField field, ColumnSample column, FieldMapping mapping)
    {
        var others = Words(column).Where(word => !field.Rule.Read(Encoding.UTF8.GetBytes(word)).HasValue).ToArray();
        var known = others
            .Select(word => (Word: word, Means: WordGuess.Of(field.Name, word)))
            .Where(word => word.Means is not null)
            .ToDictionary(word => word.Word, word => word.Means!);
        var unknown = others.Except(known.Keys).ToArray();
        return new(
            field,
            known.Count == 0 ? mapping : mapping with { Values = known },
            unknown.Length == 0
                ? "by its name and its words"
                : $"by its name; not known are {string.Join(", ", unknown.Take(5).Select(word => $"'{word}'"))}"
        );
    }

    private static FieldGuess GuessForm(RawField field, ColumnSample column, FieldMapping mapping)
    {
        var best = OtherForms(field.Rule.Kind, mapping).FirstOrDefault(candidate => Share(field, column, candidate) >= Most);
        return best is null
            ? new(field, mapping, $"by its name; values such as '{column.Values[0]}' cannot be read so")
            : new(field, best.Format is null ? GuessUnit(field, column, best) : best, $"by its name, such as '{column.Values[0]}'");
    }

    private static IEnumerable<FieldMapping> OtherForms(FieldKind kind, FieldMapping mapping)
    {
        var formats =
            kind is FieldKind.Day or FieldKind.Time ? _formats
            : kind == FieldKind.Duration ? Formats.OfDurations
            : [];
        foreach (var format in formats)
            yield return mapping with
            {
                Format = [format],
            };

        if (kind is FieldKind.Duration or FieldKind.Number)
            yield return mapping with
            {
                Decimal = DecimalMark.Comma,
            };
    }

    private static FieldMapping GuessUnit(RawField field, ColumnSample column, FieldMapping mapping)
    {
        var name = FieldNames.Plain(ColumnPath.Label(column.Name));
        var unit =
            field.Rule.Kind != FieldKind.Duration ? (DurationUnit?)null
            : name.Contains("ms", StringComparison.Ordinal) || name.Contains("milli", StringComparison.Ordinal) ? DurationUnit.Milliseconds
            : name.Contains("min", StringComparison.Ordinal) ? DurationUnit.Minutes
            : name.Contains("hour", StringComparison.Ordinal) || name.Contains("stunde", StringComparison.Ordinal) ? DurationUnit.Hours
            : null;
        return unit is null ? mapping : mapping with { Unit = unit };
    }

    /// <summary>The share of a column's values that a mapping reads.</summary>
    private static double Share(RawField field, ColumnSample column, FieldMapping mapping)
    {
        var steps = FieldSteps.Of(field, "", mapping, NoSlots.Instance).ToArray();
        return column.Values.Count(value => TryRead(field, steps, value, out _)) / (double)column.Values.Count;
    }

    private static bool TryRead(RawField field, FieldStep[] steps, string value, out long number)
    {
        number = 0;
        var text = new ByteBuilder();
        text.Append(Encoding.UTF8.GetBytes(value));
        var row = new SourceRow(0);
        foreach (var step in steps)
        {
            var outcome = step.Apply(row, text);
            if (!outcome.IsText)
                return outcome.Flaw is null;
        }

        var read = field.Rule.Read(text.Span);
        number = read.Number;
        return read.Flaw is null;
    }

    private static long? LatestOf(FieldGuess? guess, FileSample sample)
    {
        if (guess?.Mapping?.Column is not { } name)
            return null;

        var steps = FieldSteps.Of(guess.Field, "", guess.Mapping, NoSlots.Instance).ToArray();
        var column = sample.Columns.Single(column => column.Name == name);
        return column
            .Values.Concat(sample.Last(column))
            .Select(value => TryRead(guess.Field, steps, value, out var number) && number > 0 ? number : (long?)null)
            .Max();
    }

    private static List<string> Unknown(RawField field, ColumnSample column) =>
        [.. Words(column).Where(word => !field.Rule.Read(Encoding.UTF8.GetBytes(word)).HasValue && WordGuess.Of(field.Name, word) is null)];

    private static IEnumerable<string> Words(ColumnSample column) => column.Values.Distinct().Order(StringComparer.Ordinal).Take(MostWords);

    private sealed class NoSlots : IColumnSlots
    {
        public static readonly NoSlots Instance = new();

        public int[] Named(string column) => [];

        public int[] Default(RawField field) => [];
    }
}
