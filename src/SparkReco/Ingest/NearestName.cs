namespace SparkReco.Ingest;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest edits, when those are at most a third of its length, or one that contains the wanted name.</summary>
    public static string? Of(string wanted, IReadOnlyList<string> known)
    {
        string? best = known
            .Where(name => Distance(wanted, name) <= Math.Max(1, Math.Max(wanted.Length, name.Length) / 3))
            .MinBy(name => Distance(wanted, name));
        return best ?? known.FirstOrDefault(name =>
            name.Length > 2 && (wanted.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(wanted, StringComparison.OrdinalIgnoreCase)));
    }

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int cost = char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + cost);
            }

            previous = current;
        }

        return previous[^1];
    }
}
