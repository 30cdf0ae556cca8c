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

        var groups = Group(inputs);
        if (groups.Count == 1)
        {
            text.Append("      // Guessed: by names and columns.\n");
            WriteSource(text, "      ", groups[0]);
            text.Append("    },\n");
            return;
        }

        text.Append("      // Guessed: files whose columns differ are sources with a mapping each.\n      \"sources\": {\n");
        HashSet<string> names = [];
        foreach (var group in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"        \"{NameOf(group.Paths[0], names)}\": {{\n");
            WriteSource(text, "          ", group);
            text.Append("        },\n");
        }

        text.Append("      },\n    },\n");
    }

    /// <summary>Puts files together that one mapping reads, with the words of all.</summary>
    private static List<(List<string> Paths, InputGuess Guess)> Group((string Path, InputGuess Guess)[] inputs)
    {
        List<(List<string> Paths, InputGuess Guess)> groups = [];
        foreach (var (path, guess) in inputs)
        {
            var index = groups.FindIndex(group => group.Guess.With(guess) is not null);
            if (index < 0)
            {
                groups.Add(([path], guess));
                continue;
            }

            groups[index].Paths.Add(path);
            groups[index] = groups[index] with { Guess = groups[index].Guess.With(guess)! };
        }

        return groups;
    }

    /// <summary>A name for a source, after its first file.</summary>
    private static string NameOf(string path, HashSet<string> names)
    {
        var file = path.TrimEnd('/').Split('/')[^1].Split('.')[0].ToLowerInvariant();
        var name = string.Concat(file.Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '_')).Trim('_');
        name = name.Length == 0 ? "source" : name;
        for (var number = 2; !names.Add(name); number++)
            name = $"{name.TrimEnd([.. "0123456789"])}{number}";
        return name;
    }

    private static void WriteSource(StringBuilder text, string indent, (List<string> Paths, InputGuess Guess) source)
    {
        void Line(string line) => text.Append(indent).Append(line).Append('\n');

        Line($"\"paths\": {Text(source.Paths)},");
        foreach (var line in Reading(source.Guess))
            Line(line);
        Line("\"fields\": {");
        foreach (var field in source.Guess.Fields)
        {
            Line($"  // Guessed: {VisibleText.Line(field.Why)}.");
            Line(
                $"  {(field.Mapping is null ? "// " : "")}\"{field.Field.Name}\": {(field.Mapping is null ? "\"COLUMN\"" : Mapping(field.Mapping))},"
            );
        }

        Line("},");
    }

    private static IEnumerable<string> Reading(InputGuess guess)
    {
        var settings = guess.Sample.Settings;
        if (settings.Encoding is { } encoding)
        {
            yield return "// Guessed: the text is not UTF-8.";
            yield return $"\"encoding\": {Text(encoding)},";
        }

        if (settings.Delimiter is { } delimiter)
            yield return $"\"delimiter\": {Text(delimiter == "\t" ? "tab" : delimiter)},";
        if (!settings.HasHeader)
        {
            yield return "// Guessed: the first row looks like values. The columns are named by their places.";
            yield return "\"header\": \"none\",";
        }

        if (settings.Format != guess.Sample.FormatOfName)
            yield return $"\"format\": \"{settings.Format.ToString().ToLowerInvariant()}\",";
        if (guess.Where is var (column, words))
        {
            yield return "// Guessed: the other rows are no events of interest.";
            yield return $"\"where\": {{ {Text(column)}: {Text(words)} }},";
        }
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
