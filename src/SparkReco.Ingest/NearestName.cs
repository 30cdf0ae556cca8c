namespace SparkReco.Ingest;

/// <summary>Finds the known name that a misspelt one most likely means.</summary>
public static class NearestName
{
    /// <summary>A hint such as <c>; did you mean 'points'?</c>, or nothing where no known name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The known name with the fewest edits, where those are at most two or a third of the name's length.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known
            .Select(candidate => (candidate, Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.Item2)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }

    /// <summary>The edit distance with transpositions of neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), replace);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
