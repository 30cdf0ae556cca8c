namespace SparkReco.Ingest;

/// <summary>Finds what is wrong with the settings of a source before any file is opened.</summary>
internal static class SettingsCheck
{
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

            var sources = (mapping.Column is null ? 0 : 1) + (mapping.Constant is null ? 0 : 1) + (mapping.Join is null ? 0 : 1);
            if (sources > 1)
                problems.Add($"{key}: only one of column, constant and join may be given");

            if (mapping.Join is { Count: 0 })
                problems.Add($"{key}.join: no column is given");

            if (mapping.Otherwise is not null && mapping.Values is null)
                problems.Add($"{key}.otherwise: has no meaning without values");
        }

        CheckCsv(settings, problems);
        if (problems.Count > 0)
            throw new SourceConfigurationException(problems);
    }

    private static void CheckCsv(SourceSettings settings, List<string> problems)
    {
        if (settings.Delimiter is { } delimiter && (!char.IsAscii(delimiter) || delimiter is '\n' or '\r' or '\0'))
            problems.Add($"{settings.Key}.delimiter: must be one ASCII character that is no line break");

        if (!char.IsAscii(settings.Quote) || settings.Quote is '\n' or '\r' or '\0' || settings.Quote == settings.Delimiter)
            problems.Add($"{settings.Key}.quote: must be one ASCII character that is no line break and not the delimiter");

        if (settings.MaxLineBytes is < 4096 or > (1 << 29))
            problems.Add($"{settings.Key}.max_line_bytes: must be from 4096 to {1 << 29}");
    }
}
