using System.Data.Common;
using SparkReco.Fetch;

namespace SparkReco.Adapters;

/// <summary>Writes the rows that a database gives as CSV.</summary>
internal static class CsvRows
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Writes all rows, with the names of the columns in front.</summary>
    /// <param name="reader">The rows.</param>
    /// <param name="source">The source's name in the configuration, for messages.</param>
    /// <param name="cellOf">How the values of a column become text.</param>
    /// <param name="parts">Takes the text.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task WriteAsync<T>(
        T reader,
        string source,
        Func<int, Action<CsvText, T>> cellOf,
        RawParts parts,
        CancellationToken cancellation
    )
        where T : DbDataReader
    {
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        parts.Begin(CsvText.Header([.. columns.Select(reader.GetName)], source), ".csv");
        Action<CsvText, T>[] cells = [.. columns.Select(cellOf)];
        var text = new CsvText();
        long rows = 0;
        while (await reader.ReadAsync(cancellation))
        {
            foreach (var column in columns)
            {
                if (reader.IsDBNull(column))
                    text.AddNull();
                else
                    cells[column](text, reader);
            }

            text.EndRow();
            rows++;
            if (text.Text.Length < BufferBytes)
                continue;
            await parts.WriteAsync(text.Text, rows, cancellation);
            text.Clear();
            rows = 0;
        }

        await parts.WriteAsync(text.Text, rows, cancellation);
    }
}
