using System.Globalization;
using SparkReco.Ingest;

namespace SparkReco.Cli.Commands;

/// <summary>What the first rows of an input hold, as a table of 80 columns.</summary>
internal static class ProfileText
{
    private const int Width = 80;
    private const int FieldWidth = 17;
    private const int ColumnWidth = 16;
    private const int MostValueWidth = 22;

    public static IEnumerable<string> Lines(InputProfile profile)
    {
        yield return $"  Of the first {profile.Rows:N0} {(profile.Rows == 1 ? "row" : "rows")} {profile.Kept:N0} would be kept, {profile.Rejected:N0} rejected"
            + (profile.LeftOut > 0 ? $", {profile.LeftOut:N0} left out." : ".");
        yield return Line("field", "column", "filled", "values -> stored (?: not readable)");
        var read = Math.Max(1, profile.Kept + profile.Rejected);
        foreach (var field in profile.Fields.Where(field => field.Column is not null))
        {
            var filled = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100d * field.Filled / read):0} %");
            yield return Line(field.Field, field.Column!, filled, string.Join(", ", field.Values.Select(Text)));
        }

        var empty = profile.Fields.Where(field => field.Column is null).Select(field => field.Field).ToArray();
        foreach (var line in empty.Length > 0 ? Wrapped($"Without a column: {string.Join(", ", empty)}.") : [])
            yield return line;
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = " ";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = "   ";
            }

            line += $" {word}";
        }

        yield return line;
    }

    private static string Text(ValueProfile value) =>
        value.Becomes == value.Value
            ? Cut(value.Value, MostValueWidth)
            : $"{Cut(value.Value, MostValueWidth)} -> {(value.Becomes is { } known ? Cut(known, MostValueWidth) : "?")}";

    private static string Line(string field, string column, string filled, string values) =>
        Cut($"  {Cut(field, FieldWidth), -FieldWidth} {Cut(column, ColumnWidth), -ColumnWidth} {filled, 6}  {values}", Width).TrimEnd();

    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width - 3)]}...";
}
