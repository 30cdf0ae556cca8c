using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters;

/// <summary>What every engine does. A test opens an engine of its own over a folder that goes with it.</summary>
public abstract partial class EngineTests : IAsyncLifetime
{
    private static readonly Column[] Some = [new("id", ColumnType.BigInt, ""), new("text", ColumnType.String, "")];

    private IEngine? _engine;

    protected TempFolder Folder { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IEngine Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await OpenAsync(Path.Combine(Folder.Root, "scratch"));

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IEngine> OpenAsync(string scratch);

    [Fact]
    public async Task Loaded_rows_are_read_back_with_their_types_and_nulls()
    {
        Column[] columns =
        [
            new("s", ColumnType.String, ""),
            new("i", ColumnType.Int, ""),
            new("l", ColumnType.BigInt, ""),
            new("d", ColumnType.Double, ""),
            new("b", ColumnType.Boolean, ""),
            new("day", ColumnType.Date, ""),
        ];
        await Engine.LoadAsync(
            "t",
            columns,
            [
                ["ü'\"\\$ {x}", 1, long.MaxValue, 0.1, true, new DateOnly(2024, 2, 29)],
                [null, null, null, null, null, null],
            ],
            Cancellation
        );

        var rows = await Engine.ReadAsync(
            "select s, i, l, d, b, cast(day as string) from t where s is not null",
            row => (row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetDouble(3), row.GetBoolean(4), row.GetString(5)),
            Cancellation
        );
        Assert.Equal([("ü'\"\\$ {x}", 1, long.MaxValue, 0.1, true, "2024-02-29")], rows);
        Assert.Equal(
            [6],
            await Engine.ReadAsync(
                "select s, i, l, d, b, day from t where s is null",
                row => Enumerable.Range(0, 6).Count(row.IsDBNull),
                Cancellation
            )
        );
    }

    [Fact]
    public async Task Csv_has_a_header_quotes_where_they_are_needed_and_nothing_for_null()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a,b"],
                [2L, "say \"x\\y\""],
                [3L, null],
                [4L, " ä "],
            ],
            Cancellation
        );
        var folder = Location.OfThisMachine(Path.Combine(Folder.Root, "csv"));

        await Engine.WriteCsvAsync("select id as ID, text as TEXT from (select id, text from t) as d", folder, "part", Cancellation);

        var lines = Directory
            .GetFiles(folder.ToString(), "part*.csv")
            .SelectMany(file =>
            {
                var rows = File.ReadAllLines(file);
                Assert.Equal("ID,TEXT", rows[0]);
                return rows[1..];
            });
        Assert.Equal(["1,\"a,b\"", "2,\"say \\\"x\\\\y\\\"\"", "3,", "4, ä "], lines.Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFileSystemEntries(folder.ToString()), entry => Assert.EndsWith(".csv", entry));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_view_or_a_table_is_read_by_its_name_until_it_is_dropped(bool isView)
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
                [2L, "b"],
            ],
            Cancellation
        );
        await Engine.CreateAsync("made", "select id + 1 as id from t", isView, Cancellation);
        Assert.Equal([2L, 3L], await Numbers("select id from made order by id"));

        await Engine.CreateAsync("made", "select id + 2 as id from t", isView, Cancellation);
        Assert.Equal([3L, 4L], await Numbers("select id from made order by id"));

        await Engine.DropAsync("made", Cancellation);
        await Assert.ThrowsAsync<EngineException>(() => Numbers("select id from made"));
    }

    [Fact]
    public async Task A_table_that_is_computed_once_stays_when_what_it_was_made_of_goes()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
            ],
            Cancellation
        );
        await Engine.CreateAsync("made", "select id from t", isView: false, Cancellation);
        await Engine.DropAsync("t", Cancellation);

        Assert.Equal([1L], await Numbers("select id from made"));
    }

    [Fact]
    public async Task A_registered_table_has_the_listed_files_alone()
    {
        var folder = PathOf("a folder/t");
        await Engine.LoadAsync(
            "mine",
            Some,
            [
                [1L, "a"],
            ],
            Cancellation
        );
        await Engine.LoadAsync(
            "another",
            Some,
            [
                [2L, "b"],
            ],
            Cancellation
        );
        await Engine.WriteAsync("select id, text from mine", folder, "part-1a2b-0", Cancellation);
        var listed = await FolderAsync(folder);
        await Engine.WriteAsync("select id, text from another", folder, "part-1c3d-0", Cancellation);

        await Engine.RegisterAsync("read", Some, [listed], Cancellation);

        Assert.Equal([1L], await Numbers("select id from read"));
    }

    [Fact]
    public async Task Dropping_what_is_not_there_is_no_mistake() => await Engine.DropAsync("nothing", Cancellation);

    [Fact]
    public async Task Written_parts_are_one_table_and_nothing_else_lies_in_the_folder()
    {
        var folder = PathOf("a folder/t");
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
                [2L, null],
            ],
            Cancellation
        );
        await Engine.WriteAsync("select id, text from t", folder, "part-0", Cancellation);
        await Engine.WriteAsync("select id + 10 as id, text from t", folder, "part-1", Cancellation);
        await Engine.RegisterAsync("back", Some, [await FolderAsync(folder)], Cancellation);

        Assert.Equal([1L, 2L, 11L, 12L], await Numbers("select id from back order by id"));
        Assert.All(Directory.GetFileSystemEntries($"{folder}"), entry => Assert.EndsWith(".parquet", entry));
    }

    [Fact]
    public async Task A_column_that_a_file_lacks_is_null()
    {
        var folder = PathOf("t");
        await Engine.WriteAsync("select cast(1 as bigint) as id, 'a' as text", folder, "part-0", Cancellation);
        await Engine.WriteAsync("select cast(2 as bigint) as id", folder, "part-1", Cancellation);
        await Engine.WriteAsync("select cast(3 as bigint) as id", PathOf("u"), "part-0", Cancellation);

        await Engine.RegisterAsync("some_lack_it", Some, [await FolderAsync(folder)], Cancellation);
        await Engine.RegisterAsync("all_lack_it", Some, [await FolderAsync(PathOf("u"))], Cancellation);

        Assert.Equal(["1 a", "2 -"], await Texts("select concat(id, ' ', coalesce(text, '-')) from some_lack_it order by id"));
        Assert.Equal(["3 -"], await Texts("select concat(id, ' ', coalesce(text, '-')) from all_lack_it"));
    }

    [Fact]
    public async Task Parts_of_systems_tell_the_system_of_each_row()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
            ],
            Cancellation
        );
        await Engine.WriteAsync("select id, text from t", PathOf("x"), "part-0", Cancellation);
        await Engine.WriteAsync("select id + 1 as id, text from t", PathOf("y"), "part-0", Cancellation);
        await Engine.RegisterAsync(
            "parts",
            Some,
            [await FolderAsync(PathOf("x"), "baseline"), await FolderAsync(PathOf("y"), "personalize")],
            Cancellation
        );

        Assert.Equal(["1 baseline", "2 personalize"], await Texts("select concat(id, ' ', system) from parts order by id"));
    }

    [Fact]
    public async Task Folders_without_files_are_a_table_without_rows()
    {
        Directory.CreateDirectory($"{PathOf("empty")}");
        await Engine.RegisterAsync("empty", Some, [await FolderAsync(PathOf("empty"))], Cancellation);
        await Engine.RegisterAsync("none", Some, [], Cancellation);

        Assert.Equal([0L], await Numbers("select count(*) from empty where text is null"));
        Assert.Equal([0L], await Numbers("select count(*) from none where id = 1"));
    }

    [Fact]
    public async Task Rows_matches_and_keys_that_stand_more_than_once_are_counted()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
                [1L, "a"],
                [1L, "a"],
                [1L, null],
                [2L, null],
                [2L, null],
            ],
            Cancellation
        );
        string[] conditions = ["id = 2", "text is not null", "id > 2"];

        // (1, a) and (2, null) repeat, (1, null) does not.
        Assert.Equal("6 rows, 2 3 0, 2 keys", await Counted(["id", "text"]));
        Assert.Equal("6 rows, 2 3 0, 2 keys", await Counted(["id"]));
        Assert.Equal("6 rows, 2 3 0, 0 keys", await Counted([]));
        Assert.Equal("6 rows, 2 3 0, 0 keys", await Counted(["id"], isKeyProven: true));

        await Engine.LoadAsync("t", Some, [], Cancellation);
        Assert.Equal("0 rows, 0 0 0, 0 keys", await Counted(["id"]));

        async Task<string> Counted(string[] key, bool isKeyProven = false)
        {
            var model = new Model
            {
                Name = "t",
                Room = "Clean",
                Grain = "",
                Columns = Some,
                Key = key,
                IsKeyProven = isKeyProven,
            };
            var counts = await Engine.CountAsync(model, conditions, Cancellation);
            return $"{counts.Rows} rows, {string.Join(' ', counts.Matches)}, {counts.RepeatedKeys} keys";
        }
    }

    [Fact]
    public async Task A_mistake_is_told_with_its_line()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
            ],
            Cancellation
        );
        const string sql = "select\n  id,\n  no_such_column as x\nfrom t";

        Assert.Equal(3, (await Assert.ThrowsAsync<EngineException>(() => Engine.WriteAsync(sql, PathOf("w"), "part-0", Cancellation))).Line);
        Assert.Equal(3, (await Assert.ThrowsAsync<EngineException>(() => Engine.CreateAsync("v", sql, isView: true, Cancellation))).Line);
    }

    [Fact]
    public async Task What_fails_leaves_no_files()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [0L, "a"],
            ],
            Cancellation
        );

        await Assert.ThrowsAsync<EngineException>(() =>
            Engine.WriteAsync("select cast(text as int) as id from t", PathOf("w"), "part-0", Cancellation)
        );

        Assert.Empty(
            Directory.Exists($"{PathOf("w")}") ? Directory.GetFiles($"{PathOf("w")}", "*.parquet").Where(file => new FileInfo(file).Length > 0) : []
        );
    }

    [Fact]
    public async Task A_cancelled_statement_ends_at_once()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Engine.LoadAsync("t", Some, [.. Enumerable.Range(0, 10_000).Select(id => new object?[] { (long)id, "a" })], Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Engine.ReadAsync(
                "select cast(sum(a.id + b.id * c.id) as bigint) from t as a inner join t as b on a.text = b.text inner join t as c on c.text = b.text",
                row => row.GetInt64(0),
                stop.Token
            )
        );
    }

    [Fact]
    public async Task Good_and_damaged_files_give_typed_rows_problems_and_counts()
    {
        Folder.Write(
            "in/a.jsonl",
            """
            {"event_id":"e1","user_id":"u1","item_id":7,"event_type":"Watch","occurred_at":1700000000,"watch_seconds":61.9}
            {"user_id":"u1","item_id":"i1","event_type":"click","occurred_at":"2023-11-14T22:13:20Z","source":"ü\tb"}

            {"user_id":"u1","item_id":"i1","event_type":"stare","occurred_at":1700000000000}
            {"user_id":"u1"
            """
        );
        Folder.Write(
            "in/b.csv",
            "user_id,item_id,event_type,occurred_at,position\nu1,i1,click,2023-11-14 22:13:20,\n\"u,2\",i1,like,1700000000000,3\n"
        );
        Folder.Write(
            "in/c.jsonl.gz",
            TempFolder.Gzip("{\"user_id\":\"u3\",\"item_id\":\"i1\",\"event_type\":\"like\",\"occurred_at\":1700000000}\n")[..^3]
        );
        Folder.Write("in/d.jsonl", [0xFF, 0xFE, .. "{}\n"u8]);
        var source = new SourceSettings { Key = "inputs.events", Paths = ["in"] };

        var result = await Engine.IngestAsync(RawTable.Events, [source], Root, name => PathOf("raw/" + name), null, Cancellation);

        Assert.Equal(
            [("in/a.jsonl", 4L, 2L), ("in/b.csv", 2L, 0L), ("in/c.jsonl.gz", 1L, 1L), ("in/d.jsonl", 1L, 1L)],
            result.Files.Select(file => (file.Path, file.Rows, file.ProblemRows))
        );
        foreach (var model in RawModels.All.Where(model => model.Name is "raw_events" or "raw_problems" or "raw_suspects"))
            await Engine.RegisterAsync(
                model.Name,
                model.Columns,
                Directory.Exists($"{PathOf("raw/" + model.Name)}") ? [await FolderAsync(PathOf("raw/" + model.Name))] : [],
                Cancellation
            );
        Assert.Equal(
            [
                "e1|u1|7|watch|1700000000000|61|-|-|0|1",
                "-|u1|i1|click|1700000000000|-|ü b|-|0|2",
                "-|u1|i1|click|1700000000000|-|-|-|1|2",
                "-|u,2|i1|like|1700000000000|-|-|3|1|3",
            ],
            await Texts(
                """
                select concat_ws('|', coalesce(event_id, '-'), user_id, item_id, event_type, occurred_at_ms, coalesce(cast(watch_seconds as string), '-'),
                  coalesce(source, '-'), coalesce(cast(position as string), '-'), file_number, line)
                from raw_events order by file_number, line
                """
            )
        );
        Assert.Equal(
            [
                "0|4|event_type is none of impression, click, watch, like, complete (inputs.events.fields.event_type.values maps other words)",
                "0|5|cut line: the file ends inside the object",
                "2|-|gzip: truncated",
                "3|-|",
            ],
            (
                await Texts(
                    "select concat_ws('|', file_number, coalesce(cast(line as string), '-'), reason) from raw_problems order by file_number, line"
                )
            ).Select(text =>
                text.StartsWith("2|", StringComparison.Ordinal) ? text.Split(',')[0]
                : text.StartsWith("3|", StringComparison.Ordinal) ? "3|-|"
                : text
            )
        );
        Assert.Equal(
            [0L],
            await Numbers("select count(*) from raw_events as e inner join raw_suspects as s on s.row_hash = e.row_hash where e.event_id = 'e1'")
        );
    }

    [Fact]
    public async Task Events_that_repeat_are_suspects()
    {
        const string line = "{\"user_id\":\"u1\",\"item_id\":\"i1\",\"event_type\":\"like\",\"occurred_at\":1700000000}\n";
        Folder.Write("in/a.jsonl", line + line.Replace("u1", "u2"));
        Folder.Write("in/b.jsonl", line);

        await Engine.IngestAsync(
            RawTable.Events,
            [new SourceSettings { Key = "inputs.events", Paths = ["in"] }],
            Root,
            name => PathOf("raw/" + name),
            null,
            Cancellation
        );
        foreach (var model in new[] { RawModels.Events, RawModels.Suspects })
            await Engine.RegisterAsync(model.Name, model.Columns, [await FolderAsync(PathOf("raw/" + model.Name))], Cancellation);

        Assert.Equal(
            ["u1", "u1"],
            await Texts(
                "select e.user_id from raw_events as e where exists (select 1 as found from raw_suspects as s where s.row_hash = e.row_hash) and e.user_id = 'u1'"
            )
        );
    }

    [Fact]
    public async Task Files_can_be_read_again()
    {
        Folder.Write("in/a.jsonl", "{\"user_id\":\"u1\",\"item_id\":\"i1\",\"event_type\":\"like\",\"occurred_at\":1700000000}\n");
        var source = new SourceSettings { Key = "inputs.events", Paths = ["in"] };

        foreach (var time in new[] { "first", "second" })
            Assert.Equal(1, (await Engine.IngestAsync(RawTable.Events, [source], Root, name => PathOf($"{time}/{name}"), null, Cancellation)).Rows);

        await Engine.RegisterAsync("again", RawModels.Events.Columns, [await FolderAsync(PathOf("second/raw_events"))], Cancellation);
        Assert.Equal([1L], await Numbers("select count(*) from again"));
    }

    [Fact]
    public async Task Settings_that_do_not_fit_the_files_are_refused_before_anything_is_read()
    {
        Folder.Write("in/b.csv", "user_id,item_id\nu1,i1\n");

        var error = await Assert.ThrowsAsync<SourceConfigurationException>(() =>
            Engine.IngestAsync(
                RawTable.Events,
                [new SourceSettings { Key = "inputs.events", Paths = ["in"] }],
                Root,
                name => PathOf("raw/" + name),
                null,
                Cancellation
            )
        );

        Assert.Contains("event_type", error.Message);
    }

    private Location Root => Location.OfThisMachine(Folder.Root);

    private Location PathOf(string path) => Root / path;

    /// <summary>The Parquet files of a folder.</summary>
    private static async Task<TableFolder> FolderAsync(Location folder, string? system = null) =>
        new(folder, await Support.Some.Stores.Local.ParquetFilesAsync(folder, Cancellation), system);

    private Task<IReadOnlyList<long>> Numbers(string sql) => Engine.ReadAsync(sql, row => row.GetInt64(0), Cancellation);

    [Fact]
    public async Task Files_of_several_sources_each_have_the_mapping_of_their_own_and_copies_are_found_among_all()
    {
        Folder.Write("in/a.csv", "event_id,user_id,item_id,event_type,occurred_at\ne1,u1,i1,click,1700000000\n");
        Folder.Write("in/b.csv", "id,who,what,at\ne1,u1,i1,1700000000\ne2,u2,i2,1700000000\n");
        SourceSettings[] sources =
        [
            new() { Key = "inputs.events.sources.a", Paths = ["in/a.csv"] },
            new()
            {
                Key = "inputs.events.sources.b",
                Paths = ["in/b.csv"],
                Fields = new Dictionary<string, FieldMapping>
                {
                    ["event_id"] = new() { Column = "id" },
                    ["user_id"] = new() { Column = "who" },
                    ["item_id"] = new() { Column = "what" },
                    ["event_type"] = new() { Constant = "like" },
                    ["occurred_at"] = new() { Column = "at" },
                },
            },
        ];

        var result = await Engine.IngestAsync(RawTable.Events, sources, Root, name => PathOf("raw/" + name), null, Cancellation);

        Assert.Equal([("in/a.csv", 1L), ("in/b.csv", 2L)], result.Files.Select(file => (file.Path, file.Rows)));
        foreach (var model in RawModels.All.Where(model => model.Name is "raw_events" or "raw_suspects"))
            await Engine.RegisterAsync(model.Name, model.Columns, [await FolderAsync(PathOf("raw/" + model.Name))], Cancellation);
        Assert.Equal(
            ["e1|click|0", "e1|like|1", "e2|like|1"],
            await Texts("select concat_ws('|', event_id, event_type, file_number) as line from raw_events order by line")
        );
        Assert.Equal(
            ["e1"],
            await Texts("select distinct event_id from raw_events join raw_suspects on raw_events.row_hash = raw_suspects.row_hash order by event_id")
        );
    }

    /// <summary>As GA4 exports events to BigQuery: parameters are an array of keys and values.</summary>
    [Fact]
    public async Task A_path_into_nested_values_gives_the_same_rows_of_json_parquet_and_texts_of_json()
    {
        const string parameters = """
            [{"key":"content_id","value":{"string_value":"i1","int_value":null}},{"key":"engagement_time_msec","value":{"string_value":null,"int_value":61000}}]
            """;
        Folder.Write(
            "in/a.jsonl",
            $$"""{"user":{"id":"u1"},"event_name":"click","event_timestamp":1700000000000000,"event_params":{{parameters.Trim()}}}"""
        );
        Folder.Write(
            "in/b.csv",
            $"user,event_name,event_timestamp,event_params\n{Quoted("""{"id":"u1"}""")},click,1700000000000000,{Quoted(parameters.Trim())}\n"
        );
        using (var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"copy (from read_json('{PathOf("in/a.jsonl")}')) to '{PathOf("in/c.parquet")}' (format parquet)";
            command.ExecuteNonQuery();
        }

        var source = new SourceSettings
        {
            Key = "inputs.events",
            Paths = ["in"],
            Fields = new Dictionary<string, FieldMapping>
            {
                ["user_id"] = new() { Column = "user.id" },
                ["item_id"] = new() { First = ["event_params[key=content_id].value.string_value", "event_params[key=content_id].value.int_value"] },
                ["event_type"] = new() { Column = "event_name" },
                ["occurred_at"] = new() { Column = "event_timestamp" },
                ["watch_seconds"] = new() { Column = "event_params[key=engagement_time_msec].value.int_value", Unit = DurationUnit.Milliseconds },
            },
        };

        var result = await Engine.IngestAsync(RawTable.Events, [source], Root, name => PathOf("raw/" + name), null, Cancellation);

        Assert.Equal([(1L, 0L), (1L, 0L), (1L, 0L)], result.Files.Select(file => (file.Rows, file.ProblemRows)));
        await Engine.RegisterAsync(RawModels.Events.Name, RawModels.Events.Columns, [await FolderAsync(PathOf("raw/raw_events"))], Cancellation);
        Assert.Equal(
            ["u1|i1|click|1700000000000|61|0", "u1|i1|click|1700000000000|61|1", "u1|i1|click|1700000000000|61|2"],
            await Texts(
                "select concat_ws('|', user_id, item_id, event_type, occurred_at_ms, watch_seconds, file_number) as line from raw_events order by line"
            )
        );

        static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private Task<IReadOnlyList<string>> Texts(string sql) => Engine.ReadAsync(sql, row => row.GetString(0), Cancellation);
}
