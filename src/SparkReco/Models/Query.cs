using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Models;

/// <summary>
/// A query whose rows come to C#. Its <c>.sql</c> file is portable like a model's; the last select lists and casts the columns of the record
/// that each row becomes, in its order.
/// </summary>
public abstract class Query(string path)
{
    /// <summary>The path of the SQL, as it is named in messages.</summary>
    public string Path => path;

    /// <summary>The columns that the record asks for.</summary>
    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>The tables that the queries whose paths begin so read.</summary>
    public static IEnumerable<string> TablesOf(string place) =>
        typeof(Query)
            .Assembly.GetManifestResourceNames()
            .Where(path => path.StartsWith(place, StringComparison.Ordinal))
            .SelectMany(path => SqlInputs.Of(path, ReadSql(path)))
            .Distinct();

    /// <summary>The SQL as written.</summary>
    public string ReadSql() => ReadSql(path);

    /// <summary>The SQL of a query as written.</summary>
    public static string ReadSql(string path)
    {
        using var stream = typeof(Query).Assembly.GetManifestResourceStream(path) ?? throw new InvalidOperationException($"There is no file {path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <inheritdoc/>
/// <typeparam name="T">A record with one constructor: its parameters are the columns, in the same order.</typeparam>
public sealed class Query<T>(string path) : Query(path)
{
    private readonly ConstructorInfo _constructor = typeof(T).GetConstructors().Single();

    /// <inheritdoc/>
    public override IReadOnlyList<Column> Columns => [.. _constructor.GetParameters().Select(ColumnOf)];

    /// <summary>Reads the rows; parameters of the SQL come from the settings, and those that no setting gives from <paramref name="more"/>.</summary>
    /// <exception cref="EngineException">The engine refused the query; the message names the file and the line.</exception>
    public async Task<IReadOnlyList<T>> ReadAsync(
        ITableReader engine,
        Settings settings,
        CancellationToken cancellation,
        params IReadOnlyList<(string Name, SqlLiteral Value)> more
    )
    {
        var types = _constructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        try
        {
            return await engine.ReadAsync(
                ModelParameters.Fill(Path, ReadSql(), settings, more),
                row => (T)_constructor.Invoke([.. types.Select((type, index) => Value(row, index, type))]),
                cancellation
            );
        }
        catch (EngineException error)
        {
            throw error.At($"{Path}{(error.Line is { } line ? $":{line}" : "")}");
        }
    }

    private static Column ColumnOf(ParameterInfo parameter)
    {
        var name = new StringBuilder();
        foreach (var letter in parameter.Name!)
            name.Append(char.IsUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToLower(letter, CultureInfo.InvariantCulture));
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return new Column(name.ToString(), TypeOf(type), "") { IsNullable = type != parameter.ParameterType };
    }

    private static ColumnType TypeOf(Type type) =>
        type == typeof(string) ? ColumnType.String
        : type == typeof(int) ? ColumnType.Int
        : type == typeof(long) ? ColumnType.BigInt
        : type == typeof(double) ? ColumnType.Double
        : type == typeof(bool) ? ColumnType.Boolean
        : type == typeof(DateOnly) ? ColumnType.Date
        : throw new NotSupportedException($"no column has the type {type} of {typeof(T)}");

    /// <summary>A value of the row. Of a number that may be missing, NaN is missing, too; a text that is null is empty.</summary>
    private static object? Value(IDataRecord row, int index, Type type)
    {
        var isMissing = row.IsDBNull(index);
        return TypeOf(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            ColumnType.String => isMissing ? "" : row.GetString(index),
            _ when isMissing && Nullable.GetUnderlyingType(type) is not null => null,
            ColumnType.Int => row.GetInt32(index),
            ColumnType.BigInt => row.GetInt64(index),
            ColumnType.Boolean => row.GetBoolean(index),
            ColumnType.Date => DateOnly.FromDateTime(row.GetDateTime(index)),
            _ => row.GetDouble(index) is var number && (double.IsFinite(number) || type == typeof(double)) ? number : null,
        };
    }
}
