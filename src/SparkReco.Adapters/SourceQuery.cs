using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ingest;
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
            watermark is null || request.Most is not null ? null : type => $"select cast(max({watermark}) as {type}) from {rows}{wanted}"
        );
    }

    /// <summary>Whether rows are read at all: of none that are new there is nothing to read.</summary>
    public static bool HasRows(FetchRequest request, string? greatest) => request.After is null || greatest is not null;

    /// <summary>Checks that new rows can be known by the watermark's column.</summary>
    /// <param name="request">What is fetched.</param>
    /// <param name="columns">The names of the columns and what the database calls their types.</param>
    /// <exception cref="ConfigurationException">There is no such column, or its values are not in the order of numbers or times.</exception>
    public static void RequireWatermark(FetchRequest request, IReadOnlyList<(string Name, string Type)> columns)
    {
        if (request.Watermark is null)
            return;
        var type = columns.FirstOrDefault(column => string.Equals(column.Name, request.Watermark, StringComparison.OrdinalIgnoreCase)).Type;
        if (type is null)
            throw new ConfigurationException(
                $"'{request.Source}.watermark' is '{request.Watermark}', but the rows have no such column{NearestName.Hint(request.Watermark, columns.Select(column => column.Name))} (columns: {string.Join(", ", columns.Select(column => column.Name))})"
            );
        if (!Watermark.IsOrdered(type))
            throw new ConfigurationException(
                $"'{request.Source}.watermark' is '{request.Watermark}', a column of the type {type}: it must be a number or a time, since texts have another order; name another, or cast it in the query"
            );
    }

    /// <summary>An error, told with the source that it is of.</summary>
    public static DatabaseException At(FetchRequest request, DatabaseException error) =>
        new($"{request.Source}: {error.Message}", error) { IsTransient = error.IsTransient, IsOfConfiguration = error.IsOfConfiguration };
}
