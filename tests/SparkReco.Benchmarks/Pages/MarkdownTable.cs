using System.Text;

namespace SparkReco.Benchmarks.Pages;

/// <summary>A table of Markdown: what stands left are words, all else are numbers.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    /// <param name="words">How many of the columns have words.</param>
    /// <param name="columns">The columns.</param>
    public MarkdownTable(int words, params IReadOnlyList<string> columns)
    {
        Add(columns);
        Add([.. columns.Select((_, column) => column < words ? "---" : "---:")]);
    }

    public MarkdownTable Add(params IReadOnlyList<string> cells)
    {
        _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        return this;
    }

    public override string ToString() => _text.ToString();
}
