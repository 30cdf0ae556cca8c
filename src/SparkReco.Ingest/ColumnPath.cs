namespace SparkReco.Ingest;

/// <summary>A step of a path: the property of an object or, with a selector, the first of an array's objects whose property <c>Key</c> is <c>Value</c>.</summary>
internal readonly record struct PathStep(string Name, string? Key = null, string? Value = null);

/// <summary>
/// The name of a column in the settings as a path: <c>user.id</c>, or <c>params[key=id].value</c>. It leads into objects of JSON, fields of
/// Parquet, arrays of them, and texts that hold JSON, the same in all formats.
/// </summary>
internal static class ColumnPath
{
    /// <summary>The steps of a path, of which the last has no selector; none where the text is a name and no path.</summary>
    public static IReadOnlyList<PathStep> Parse(string column)
    {
        List<PathStep> steps = [];
        ReadOnlySpan<char> rest = column;
        while (true)
        {
            var end = rest.IndexOfAny('.', '[');
            var name = (end < 0 ? rest : rest[..end]).ToString();
            if (name.Length == 0)
                return [];

            if (end < 0)
                return steps.Count == 0 ? [] : [.. steps, new(name)];

            if (rest[end] == '.')
            {
                steps.Add(new(name));
                rest = rest[(end + 1)..];
                continue;
            }

            var close = rest.IndexOf("].");
            var equals = rest.IndexOf('=');
            if (close < 0 || equals <= end + 1 || equals > close)
                return [];

            steps.Add(new(name, rest[(end + 1)..equals].ToString(), rest[(equals + 1)..close].ToString()));
            rest = rest[(close + 2)..];
        }
    }

    /// <summary>The ways to read a path, for names may have points: that whose first name is the longest comes first.</summary>
    public static IEnumerable<IReadOnlyList<PathStep>> Readings(string column)
    {
        var steps = Parse(column);
        for (var count = steps.Count - 1; count > 0; count--)
        {
            var name = string.Join('.', steps.Take(count).Select(step => step.Name));
            if (steps.Take(count - 1).All(step => step.Key is null))
                yield return [steps[count - 1] with { Name = name }, .. steps.Skip(count)];
        }
    }

    /// <summary>What a column is called by its owners: the text of a path's last selector, or its last name.</summary>
    public static string Label(string column)
    {
        var steps = Parse(column);
        var label = steps.Count == 0 ? column : steps.LastOrDefault(step => step.Value is not null).Value ?? steps[^1].Name;
        return label.Any(char.IsLetterOrDigit) ? label : column;
    }

    /// <summary>A path without its selectors.</summary>
    public static string WithoutSelectors(string column)
    {
        var steps = Parse(column);
        return steps.Count == 0 ? column : string.Join('.', steps.Select(step => step.Name));
    }
}
