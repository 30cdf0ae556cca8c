using System.Data;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// Models on the embedded engine. Tables that a test gives are taken as they are; every other table that a model reads is computed
/// by its own model, with its curves, down to raw tables, which are empty. Computed tables are checked against their contracts.
/// </summary>
public sealed class ModelRig : IDisposable
{
    private readonly TempFolder _scratch = new();
    private readonly Settings _settings;
    private readonly DuckDbEngine _engine;
    private readonly HashSet<string> _present = [];
    private readonly RunMemory _memory = new();

    /// <param name="settings">Settings that are not the default, such as <c>blend.list_size=5</c>.</param>
    public ModelRig(params string[] settings)
    {
        // Lists of Amazon Personalize are there, so that its parts of tables are.
        var given = Some.Settings(settings);
        _settings = given with { Inputs = given.Inputs with { Personalize = ["lists"] } };
        _engine = DuckDbEngine.Open(
            _settings.Engine with
            {
                Threads = _settings.Engine.Threads is 0 ? 2 : _settings.Engine.Threads,
            },
            Path.Combine(_scratch.Root, "engine"),
            Location.OfThisMachine(_scratch.Root),
            Some.Stores
        );
    }

    /// <summary>Whether models that have a shortcut take it.</summary>
    public bool TakesShortcuts { get; init; } = true;

    /// <summary>
    /// A table's rows: tuples of the named columns' values, or plain values of a single column. Days are written yyyy-MM-dd. All other
    /// columns have a harmless value.
    /// </summary>
    public ModelRig Given(string table, string columns, params object[] rows)
    {
        var names = columns.Split(", ");
        var schema = SchemaOf(table);
        Assert.All(names, name => Assert.Contains(name, schema.Select(column => column.Name)));
        Load(table, schema, [.. rows.Select((row, index) => Complete(table, schema, names, row, index + 1))]);
        return this;
    }

    /// <summary>The raw events, and the hashes that stand more than once among them, as the reader of the events finds them.</summary>
    public ModelRig GivenEvents(string columns, params object[] rows)
    {
        Given("raw_events", columns, rows);
        var suspects = Read(
            "select row_hash from raw_events where row_hash is not null group by row_hash having count(*) > 1",
            row => (object)row.GetInt64(0)
        );
        return Pipeline.Models.Any(model => model.Name == "raw_suspects") ? Given("raw_suspects", "row_hash", [.. suspects]) : this;
    }

    /// <summary>
    /// The rows of a model's table: the columns' texts between bars, in the columns' order. Doubles have six decimals.
    /// </summary>
    public string[] Rows(string id, string columns, string where = "true") =>
        [.. Read(id, $"select {columns} from {Table(id)} where {where} order by all", Text)];

    /// <summary>A query's rows, after a model's table and all that it needs are there.</summary>
    public IReadOnlyList<T> Read<T>(string id, string sql, Func<IDataRecord, T> map)
    {
        Require(Table(id), id);
        return Read(sql, map);
    }

    /// <summary>What a kernel gets that reads tables, which were given or follow from those.</summary>
    public ModelContext Context(params string[] tables)
    {
        foreach (var table in tables)
            Require(table, table);
        return new(_settings, new DeclaredTables(_engine, "a test", tables), _memory);
    }

    public void Dispose()
    {
        _engine.DisposeAsync().AsTask().Wait();
        _scratch.Dispose();
    }

    private static string Table(string id) => id.Split('.')[0];

    private static Model[] ModelsOf(string table) => [.. Pipeline.Models.Where(model => model.Name == table).DistinctBy(model => model.Id)];

    private static IReadOnlyList<Column> SchemaOf(string table)
    {
        var model = ModelsOf(table) is [var first, ..] ? first : throw new InvalidOperationException($"the pipeline has no table {table}");
        return model.HasSystems ? [.. model.Schema, Columns.System] : model.Schema;
    }

    private IReadOnlyList<T> Read<T>(string sql, Func<IDataRecord, T> map) =>
        _engine.ReadAsync(sql, map, TestContext.Current.CancellationToken).Result;

    private void Load(string table, IReadOnlyList<Column> schema, IReadOnlyList<object?[]> rows)
    {
        _engine.LoadAsync(table, schema, rows, TestContext.Current.CancellationToken).Wait();
        _present.Add(table);
    }

    /// <summary>Computes a table that is not there: of a table with a part for each system only the part that the id names, or all.</summary>
    private void Require(string table, string id)
    {
        if (_present.Contains(table))
            return;
        var parts = Pipeline
            .For(_settings)
            .SelectMany(stage => stage.Models)
            .Where(model => model.Name == table)
            .DistinctBy(model => model.Id)
            .Where(model => model.Id == id || table == id)
            .ToArray();
        Assert.NotEmpty(parts);
        foreach (var model in parts)
            Fill(model, model.System is null ? table : model.Id.Replace('.', '_'));
        if (parts[0].System is not null)
        {
            var union = string.Join(" union all ", parts.Select(part => $"select *, '{part.System}' as system from {part.Id.Replace('.', '_')}"));
            _engine.CreateAsync(table, union, isView: false, TestContext.Current.CancellationToken).Wait();
        }

        _present.Add(table);
        foreach (var model in parts.Where(model => model.Columns.Count > 0))
            ContractCheck.CheckAsync(_engine, model, TestContext.Current.CancellationToken).Wait();
    }

    private void Fill(Model model, string name)
    {
        if (model.IsFilledByWork)
        {
            Load(name, model.Schema, []);
            return;
        }

        var isShort = model.TakesShortcut(_settings, TakesShortcuts);
        foreach (var input in (isShort ? model.ShortcutReads : model.Inputs).Where(input => input != model.Name && ModelsOf(input).Length > 0))
            Require(input, input);
        var tables = new DeclaredTables(_engine, name, isShort ? model.ShortcutReads : model.RowsRead);
        var context = new ModelContext(_settings, tables, _memory);
        var cancellation = TestContext.Current.CancellationToken;
        if ((isShort ? model.Shortcut : model.Kernel) is { } kernel)
            _engine.LoadAsync(name, model.Schema, kernel(context, cancellation), cancellation).Wait();
        else if (model.Rows is { } compute)
            Load(name, model.Columns, compute(context, cancellation).Result);
        else
            _engine
                .CreateAsync(
                    name,
                    ModelParameters.Render(model, _settings, model.Parameters?.Invoke(context, cancellation).Result ?? []),
                    isView: false,
                    cancellation
                )
                .Wait();
    }

    private static object?[] Complete(string table, IReadOnlyList<Column> schema, string[] names, object row, int number)
    {
        var values = row is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(index => tuple[index]).ToArray() : [row];
        Assert.Equal(names.Length, values.Length);
        var given = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. schema.Select(column =>
                Typed(column, given.TryGetValue(column.Name, out var value) ? value : Harmless(table, column, names, values, number))
            ),
        ];
    }

    private static object? Typed(Column column, object? value) =>
        column.Type == ColumnType.Date && value is string day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : value;

    private static object? Harmless(string table, Column column, string[] names, object?[] values, int number) =>
        column.Name switch
        {
            "row_hash" => HashOf(names, values),
            "line" => number,
            "event_id" when table == "interactions" => $"e{number}",
            "tier" => "paid",
            "content_type" => "video",
            "title" => "a title",
            "event_type" => "click",
            "event_count" => 1,
            "is_eligible" or "is_available" => true,
            "is_monthly_active" when table == "users" => true,
            "occurred_at_ms" when Array.IndexOf(names, "event_date") is var place and >= 0 => Some.At((string)values[place]!),
            "first_at_ms" when Array.IndexOf(names, "last_at_ms") is var place and >= 0 => values[place],
            "event_date" or "first_on" or "last_on" => Some.DaysAgo(30),
            "occurred_at_ms" or "first_at_ms" or "last_at_ms" => Some.At(Some.DaysAgo(30)),
            "file_number" => 0,
            "segment" => "all",
            "source" when table is "service_lists" or "list_problems" => "a.out",
            "reference" => "baseline",
            "system" => "personalize",
            _ when ModelsOf(table)[0].IsFilledByWork || column.IsNullable => null,
            _ => column.Type switch
            {
                ColumnType.String => "",
                ColumnType.Boolean => false,
                ColumnType.Date => Some.DaysAgo(30),
                _ => 0,
            },
        };

    /// <summary>As the reader makes it: of the event's id, or of its whole content.</summary>
    private static object HashOf(string[] names, object?[] values)
    {
        var id = values.ElementAtOrDefault(Array.IndexOf(names, "event_id") is var place and >= 0 ? place : int.MaxValue);
        var content = id is null ? string.Join('\0', names.Zip(values).Where(pair => pair.First is not ("file_number" or "line"))) : $"id {id}";
        return BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(content))) & long.MaxValue;
    }

    private static string Text(IDataRecord row) =>
        string.Join(
            " | ",
            Enumerable
                .Range(0, row.FieldCount)
                .Select(index =>
                    row.GetValue(index) switch
                    {
                        DBNull => "null",
                        double number => number.ToString("0.######"),
                        DateOnly day => day.ToString("yyyy-MM-dd"),
                        DateTime day => day.ToString("yyyy-MM-dd"),
                        bool flag => flag ? "true" : "false",
                        var value => value.ToString() ?? "",
                    }
                )
        );
}
