using System.Text;

namespace SparkReco.Ingest;

/// <summary>The columns that a file's folders give it: a folder named <c>key=value</c>, with %-escapes, is a column.</summary>
internal static class PathColumns
{
    private const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    public static Dictionary<string, byte[]> Of(string path)
    {
        Dictionary<string, byte[]> columns = [];
        foreach (var part in path.Split('/')[..^1])
        {
            var at = part.IndexOf('=');
            if (at > 0 && part[(at + 1)..] != NullValue)
                columns[Uri.UnescapeDataString(part[..at])] = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(part[(at + 1)..]));
        }

        return columns;
    }
}
