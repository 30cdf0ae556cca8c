using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SparkReco.Ingest;
using SparkReco.Ingest.Guessing;

namespace SparkReco.Configuration;

/// <summary>Writes a starting configuration for files that were looked at. What is guessed says so in a comment.</summary>
public static class GuessedConfiguration
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the file.</summary>
    /// <param name="inputs">The files, each with its path as the configuration is to name it.</param>
    public static string Write(IReadOnlyList<(string Path, InputGuess Guess)> inputs)
    {
        var latest = inputs.Max(input => input.Guess.Latest);
        var day = latest is { } time ? DateTime.UnixEpoch.AddMilliseconds(time).AddDays(1) : new DateTime(2026, 9, 1);
        var text = new StringBuilder(
            "// SparkReco's configuration, with guesses from the first rows of files: 'sparkreco validate' shows what they come to.\n{\n"
        );
        text.Append(
            latest is null
                ? "  // The day of the run: what happened before it makes the lists, what happened from it on judges them.\n"
                : "  // Guessed: the day after the last event that was seen. A day some weeks before the last event has the lists judged, too.\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"  \"run_date\": \"{day:yyyy-MM-dd}\",\n  \"inputs\": {{\n");
        foreach (var table in new[] { RawTable.Users, RawTable.Items, RawTable.Events })
            WriteInput(text, table.Name[4..], [.. inputs.Where(input => input.Guess.Table == table)]);
        return text.Append("  },\n}\n").ToString();
    }

    private static void WriteInput(StringBuilder text, string name, (string Path, InputGuess Guess)[] inputs)
    {
        text.Append(CultureInfo.InvariantCulture, $"    \"{name}\": {{\n");
        if (inputs.Length == 0)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"      // No file looked like {name}: name one.\n      \"paths\": [\"raw/{name}.csv\"],\n    }},\n"
            );
            return;
        }

        text.Append("      // Guessed: by names and columns.\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"paths\": {Text(inputs.Select(input => input.Path))},\n");
        var guess = inputs[0].Guess;
        if (
            inputs
                .Skip(1)
                .Any(other =>
                    !other.Guess.Sample.Columns.Select(column => column.Name).SequenceEqual(guess.Sample.Columns.Select(column => column.Name))
                )
        )
            text.Append(CultureInfo.InvariantCulture, $"      // The mapping is that of {inputs[0].Path}; the others have other columns.\n");
        WriteReading(text, guess);
        text.Append("      \"fields\": {\n");
        foreach (var field in guess.Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"        // Guessed: {VisibleText.Line(field.Why)}.\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"        {(field.Mapping is null ? "// " : "")}\"{field.Field.Name}\": {(field.Mapping is null ? "\"COLUMN\"" : Mapping(field.Mapping))},\n"
            );
        }

        text.Append("      },\n    },\n");
    }

    private static void WriteReading(StringBuilder text, InputGuess guess)
    {
        var settings = guess.Sample.Settings;
        if (settings.Delimiter is { } delimiter)
            text.Append(CultureInfo.InvariantCulture, $"      \"delimiter\": {Text(delimiter == "\t" ? "tab" : delimiter)},\n");
        if (!settings.HasHeader)
            text.Append("      // Guessed: the first row looks like values. The columns are named by their places.\n      \"header\": \"none\",\n");
        if (settings.Format != guess.Sample.FormatOfName)
            text.Append(CultureInfo.InvariantCulture, $"      \"format\": \"{settings.Format.ToString().ToLowerInvariant()}\",\n");
        if (guess.Where is var (column, words))
            text.Append(
                CultureInfo.InvariantCulture,
                $"      // Guessed: the other rows are no events of interest.\n      \"where\": {{ {Text(column)}: {Text(words)} }},\n"
            );
    }

    private static string Mapping(FieldMapping mapping)
    {
        List<string> parts = [];
        void Add(string key, string? value)
        {
            if (value is not null)
                parts.Add($"\"{key}\": {value}");
        }

        Add("column", mapping.Column is null ? null : Text(mapping.Column));
        Add("constant", mapping.Constant is null ? null : Text(mapping.Constant));
        Add("split", mapping.Split is null ? null : Text(mapping.Split));
        Add("take", mapping.Take is null ? null : Word(mapping.Take.Value));
        Add(
            "values",
            mapping.Values is null ? null : $"{{ {string.Join(", ", mapping.Values.Select(pair => $"{Text(pair.Key)}: {Text(pair.Value)}"))} }}"
        );
        Add("format", mapping.Format is [var format] ? Text(format) : null);
        Add("unit", mapping.Unit is null ? null : Word(mapping.Unit.Value));
        Add("decimal", mapping.Decimal is null ? null : Word(mapping.Decimal.Value));
        return mapping.Column is not null && parts.Count == 1 ? Text(mapping.Column) : $"{{ {string.Join(", ", parts)} }}";
    }

    private static string Word<T>(T word)
        where T : struct, Enum => Text(Enum.GetName(word)!.ToLowerInvariant());

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
