using System.Text;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Gives a pattern's <c>.</c> and <c>$</c> the meaning that they have in Spark: a dot is no line end, of which there are five, and
/// a dollar also stands before a last line end.
/// </summary>
internal static class DuckDbPattern
{
    private const string Dot = @"[^\n\r\x{85}\x{2028}\x{2029}]";
    private const string End = @"(?:\r\n|[\n\r\x{85}\x{2028}\x{2029}])?\z";

    public static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var isClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (isClass)
            {
                isClass = c != ']' || IsFirstOfClass(pattern, i);
                result.Append(c);
            }
            else if (c == '.')
                result.Append(Dot);
            else if (c == '$')
                result.Append(End);
            else
            {
                isClass = c == '[';
                result.Append(c);
            }
        }
        return result.ToString();
    }

    /// <summary>A closing bracket right after the opening one, or after its <c>^</c>, is a character.</summary>
    private static bool IsFirstOfClass(string pattern, int index) =>
        pattern[index - 1] == '[' || (pattern[index - 1] == '^' && index > 1 && pattern[index - 2] == '[');
}
