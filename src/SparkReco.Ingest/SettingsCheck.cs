namespace SparkReco.Ingest;

/// <summary>Finds what is wrong with the settings of a source before any file is opened.</summary>
internal static class SettingsCheck
{
    private const int MostDelimiter = 8;

    public static void Run(RawTable table, SourceSettings settings)
    {
        List<string> problems = [];
        string[] fields = [.. table.Fields.Select(field => field.Name)];
        foreach ((var name, var mapping) in settings.Fields)
        {
            var key = $"{settings.Key}.fields.{name}";
            if (!fields.Contains(name))
            {
                var nearest = NearestName.Of(name, fields);
                problems.Add(
                    $"{key}: {settings.Key} has no such field. Fields: {string.Join(", ", fields)}."
                        + (nearest is null ? "" : $" Did you mean {nearest}?")
                );
            }

            if (table.Fields.FirstOrDefault(field => field.Name == name) is { } known)
                problems.AddRange(
                    MappingCheck
                        .Problems(table, known, mapping)
                        .Select(problem => $"{key}{(problem.Part is null ? "" : $".{problem.Part}")}: {problem.Problem}")
                );
        }

        CheckCsv(settings, problems);
        if (problems.Count > 0)
            throw new SourceConfigurationException(problems);
    }

    private static void CheckCsv(SourceSettings settings, List<string> problems)
    {
        if (settings.Delimiter is { } delimiter && (delimiter.Length is 0 or > MostDelimiter || delimiter.IndexOfAny(['\n', '\r', '\0']) >= 0))
            problems.Add($"{settings.Key}.delimiter: must be 1 to {MostDelimiter} characters, none of them a line break");

        foreach (var (name, mark) in new[] { ("quote", settings.Quote), ("escape", settings.Escape) })
        {
            if (
                mark is { } character
                && (!char.IsAscii(character) || character is '\n' or '\r' or '\0' || settings.Delimiter?.StartsWith(character) == true)
            )
                problems.Add($"{settings.Key}.{name}: must be one ASCII character that is no line break and not the delimiter");
        }

        if (settings.Encoding is { } encoding && TextEncoding.Find(encoding) is null)
            problems.Add($"{settings.Key}.encoding: {encoding} is no encoding that is known, such as utf-8, utf-16, windows-1252 or iso-8859-1");

        if (settings.MaxLineBytes is < 4096 or > (1 << 29))
            problems.Add($"{settings.Key}.max_line_bytes: must be from 4096 to {1 << 29}");
    }
}
