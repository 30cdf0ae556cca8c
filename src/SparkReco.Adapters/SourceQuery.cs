using SparkReco.Ports;

namespace SparkReco.Adapters;

/// <summary>The statements that fetch the rows of a query or a table.</summary>
/// <param name="Empty">Gives the columns, and no row.</param>
/// <param name="Rows">Gives the rows that are wanted.</param>
/// <param name="Greatest">Gives the greatest watermark as text, of a type that is named; null where there is no watermark.</param>
internal sealed record SourceQuery(string Empty, string Rows, Func<string, string>? Greatest)
{
    /// <summary>Makes the statements; a name is quoted as the database wants it.</summary>
    public static SourceQuery Of(FetchRequest request, Func<string, string> quote)
    {
        // A comment at its end must not swallow what follows.
        var query = request.IsTable
            ? $"select * from {string.Join('.', request.Query.Split('.').Select(quote))}"
            : request.Query.TrimEnd().TrimEnd(';');
        var rows = $"({query}\n) source_rows";
        var watermark = request.Watermark is null ? null : $"source_rows.{quote(request.Watermark)}";
        var wanted = request.After is null ? "" : $" where {watermark} > '{request.After.Replace("'", "''", StringComparison.Ordinal)}'";
        return new SourceQuery(
            $"select * from {rows} where 1 = 0",
            request is { After: null, Most: null } ? query : $"select * from {rows}{wanted}{(request.Most is { } most ? $" limit {most}" : "")}",
            watermark is null ? null : type => $"select cast(max({watermark}) as {type}) from {rows}{wanted}"
        );
    }

    /// <summary>An error, told with the source that it is of.</summary>
    public static DatabaseException At(FetchRequest request, DatabaseException error) =>
        new($"{request.Source}: {error.Message}", error) { IsTransient = error.IsTransient };
}
