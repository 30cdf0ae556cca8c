using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class ParquetTests : IDisposable
{
    private static readonly RawTable _texts = new(
        "raw_users",
        [.. RawTable.Users.Fields.Select(field => new RawField(field.Name, new AnyText()) { IsRequired = field.Name == "user_id" })]
    );

    private static readonly SourceFiles _sources = new(Some.Stores);

    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");

    public ParquetTests() => _connection.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("1::bigint", "1")]
    [InlineData("255::utinyint", "255")]
    [InlineData("18446744073709551615::ubigint", "18446744073709551615")]
    [InlineData("1.0::double", "1")]
    [InlineData("-0.0::double", "0")]
    [InlineData("1e20::double", "100000000000000000000")]
    [InlineData("1.5::double", "1.5")]
    [InlineData("0.1::float", "0.1")]
    [InlineData("3::float", "3")]
    [InlineData("1.50::decimal(38,18)", "1.5")]
    [InlineData("100.00::decimal(9,2)", "100")]
    [InlineData("100::decimal(9,0)", "100")]
    [InlineData("date '2024-02-29'", "2024-02-29")]
    [InlineData("timestamp '1970-01-01 00:00:01.5'", "1970-01-01T00:00:01.500")]
    [InlineData("timestamptz '1970-01-01 00:00:01+00'", "1970-01-01T00:00:01.000")]
    [InlineData("timestamp_ns '2023-11-14 22:13:20'", "1700000000000")]
    [InlineData("timestamp '2262-01-01 00:00:00.0009'", "9214646400000")]
    [InlineData("timestamp '0001-02-03'", "0001-02-03T00:00:00.000")]
    [InlineData("true", "true")]
    [InlineData("'007'", "007")]
    [InlineData("'a text of more than twelve bytes'", "a text of more than twelve bytes")]
    [InlineData("'abc'::blob", "abc")]
    [InlineData("null::double", null)]
    public async Task A_value_has_the_same_text_whatever_its_type(string value, string? text)
    {
        Write("u.parquet", $"select {value} as user_id");
        await LoadAsync("u.parquet");
        Assert.Equal(text, Query("select user_id from raw_users"));
    }

    [Theory]
    [InlineData("'inf'::double")]
    [InlineData("'-inf'::float")]
    public async Task Infinity_is_a_problem_with_the_row_as_json(string value)
    {
        Write("u.parquet", $"select {value} as user_id, 'x' as tier");
        var result = await LoadAsync("u.parquet");
        Assert.Equal(1, result.ProblemRows);
        Assert.Equal("user_id is infinite", Query("select reason from raw_problems"));
        Assert.StartsWith("{\"user_id\":\"", Query("select raw from raw_problems"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_rows_of_many_row_groups_arrive_with_their_numbers()
    {
        Write(
            "in/country=de/u.parquet",
            "select 'user-' || (range + 1) as user_id, if(range % 2 = 0, null, 'paid') as tier from range(100000)",
            "row_group_size 5000"
        );
        var result = await LoadAsync("in");
        Assert.Equal(100_000, result.Rows);
        Assert.Equal(
            "100000|50000|100000",
            Query("select count(*) || '|' || count(tier) || '|' || count(*) filter (user_id = 'user-' || line and country = 'de') from raw_users")
        );
    }

    [Fact]
    public async Task Rows_that_repeat_the_previous_one_in_part_are_read_in_full()
    {
        Write(
            "u.parquet",
            """
            select * from (values
              (1, 'a', 1.0::double), (1, 'a', 1), (1, null, 1), (1, 'a', null), (null, 'b', 2), (2, 'b', 2), (2, 'b', 'inf'), (3, 'b', 'inf'),
              (3, 'b', 1.5), (3, null, 1.5), (3, null, 1)
            ) as t(user_id, tier, plan)
            """
        );
        var result = await LoadAsync("u.parquet");
        Assert.Equal(1, result.ProblemRows);
        Assert.Equal([new FlawCount("plan", "plan is infinite", null, 2)], result.Flaws);
        Assert.Equal(
            "1a1 1a1 1-1 1a- 2b2 2b- 3b- 3b1.5 3-1.5 3-1",
            Query("select string_agg(concat(user_id, coalesce(tier, '-'), coalesce(plan, '-')), ' ' order by line) from raw_users")
        );
    }

    [Fact]
    public async Task A_file_without_rows_has_no_rows()
    {
        Write("u.parquet", "select 'u' as user_id where false");
        Assert.Equal(0, (await LoadAsync("u.parquet")).Rows);
    }

    [Theory]
    [InlineData("['a', null, 'b']", "a,b")]
    [InlineData("[1.0::double, 2.5]", "1,2.5")]
    [InlineData("[1, 2]", "1,2")]
    [InlineData("[]::varchar[]", "-")]
    [InlineData("null::varchar[]", "-")]
    public async Task Elements_of_a_list_are_taken(string list, string expected)
    {
        Write("u.parquet", $"select 'u' as user_id, {list} as x, 'paid' as tier");
        var settings = new SourceSettings
        {
            Paths = ["u.parquet"],
            Fields = new Dictionary<string, FieldMapping>
            {
                ["plan"] = new()
                {
                    Column = "x",
                    Take = Take.Joined,
                    Separator = ",",
                },
            },
        };
        await LoadPartsAsync(settings);
        Assert.Equal(expected, Query("select coalesce(plan, '-') from raw_users"));
    }

    [Theory]
    [InlineData("{'y': {'z': 1.50::decimal(9,2)}}", "x.y.z", "1.5")]
    [InlineData("{'y': timestamp '2023-11-14 22:13:20'}", "x.y", "1700000000000")]
    [InlineData("{'y': 'a'}", "x.z", "refused")]
    [InlineData("{'y': ['a', 'b']}", "x.y", "a,b")]
    [InlineData("[{'y': 'a'}, {'y': null}, {'y': 'c'}]", "x.y", "a,c")]
    [InlineData("{'p': [{'k': 'a', 'v': 1}, {'k': 'b', 'v': 2}]}", "x.p[k=b].v", "2")]
    [InlineData("[{'k': 'a', 'v': {'s': null, 'i': 7}}]", "x[k=a].v.i", "7")]
    [InlineData("[{'k': 'a', 'v': {'s': null, 'i': 7}}]", "x[k=a].v.s", "-")]
    [InlineData("[{'k': 'a', 'v': timestamp '2023-11-14 22:13:20'}]", "x[k=a].v", "2023-11-14 22:13:20")]
    [InlineData("map {'y': 5}", "x.y", "5")]
    [InlineData("'{\"y\": {\"z\": 8}}'", "x.y.z", "8")]
    [InlineData("{'j': '{\"y\": 9}'}", "x.j.y", "9")]
    public async Task A_path_leads_into_structs_lists_maps_and_texts_of_json(string value, string path, string expected)
    {
        Write("u.parquet", $"select * from (values ('u', {value}, 'paid'), ('v', null, 'paid')) as t(user_id, x, tier)");
        var settings = new SourceSettings
        {
            Paths = ["u.parquet"],
            Fields = new Dictionary<string, FieldMapping>
            {
                ["plan"] = new()
                {
                    Column = path,
                    Take = Take.Joined,
                    Separator = ",",
                },
            },
        };
        if (expected == "refused")
        {
            await Assert.ThrowsAsync<SourceConfigurationException>(() => LoadPartsAsync(settings));
            return;
        }

        await LoadPartsAsync(settings);
        Assert.Equal($"{expected} -", Query("select string_agg(coalesce(plan, '-'), ' ' order by line) from raw_users"));
    }

    [Theory]
    [InlineData("{'y': 'a'} as x, 'b' as \"x.y\"")]
    [InlineData("'b' as \"x.y\", {'y': 'a'} as x")]
    public async Task A_column_that_has_the_whole_name_of_a_path_comes_first(string columns)
    {
        Write("u.parquet", $"select 'u' as user_id, 'paid' as tier, {columns}");

        await LoadPartsAsync(
            new SourceSettings
            {
                Paths = ["u.parquet"],
                Fields = new Dictionary<string, FieldMapping> { ["plan"] = new() { Column = "x.y" } },
            }
        );

        Assert.Equal("b", Query("select plan from raw_users"));
    }

    [Fact]
    public async Task Nested_columns_and_twins_are_refused_only_when_they_are_needed()
    {
        Write("a.parquet", "select 'u' as user_id, [1] as x, {'y': 1} as z");
        Assert.Equal(1, (await LoadAsync("a.parquet")).Rows);
        Write("b.parquet", "select {'y': 1} as user_id");
        var refused = await Assert.ThrowsAsync<SourceConfigurationException>(() => LoadAsync("b.parquet"));
        Assert.Contains("the column user_id is nested", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_differ_by_case_only_are_refused()
    {
        ParquetSharp.Column[] columns = [new ParquetSharp.Column<string>("user_id"), new ParquetSharp.Column<string>("USER_ID")];
        using (ParquetSharp.ParquetFileWriter writer = new(Path.Join(_folder.Root, "u.parquet"), columns))
        {
            using var group = writer.AppendRowGroup();
            group.NextColumn().LogicalWriter<string>().WriteBatch(["a"]);
            group.NextColumn().LogicalWriter<string>().WriteBatch(["b"]);
            writer.Close();
        }

        var refused = await Assert.ThrowsAsync<SourceConfigurationException>(() => LoadAsync("u.parquet"));
        Assert.Contains("differ by case only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_required_column_is_refused_with_the_nearest_name()
    {
        Write("u.parquet", "select 'u' as userid");
        var refused = await Assert.ThrowsAsync<SourceConfigurationException>(() => LoadAsync("u.parquet"));
        Assert.Equal("u.parquet: no column for the field user_id. Columns: userid. Did you mean userid?", refused.Message);
    }

    [Fact]
    public async Task Damage_rejects_the_file_whole_or_changes_values_but_never_loses_a_row()
    {
        Write("u.parquet", "select 'user-' || range as user_id, range as plan from range(20000)");
        var original = await File.ReadAllBytesAsync(Path.Join(_folder.Root, "u.parquet"), TestContext.Current.CancellationToken);
        var random = new Random(7);
        for (var i = 0; i < 150; i++)
        {
            byte[] damaged = [.. original];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            _folder.Write("u.parquet", i % 10 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                var file = Assert.Single((await LoadAsync("u.parquet")).Files);
                Assert.Equal($"{file.Rows}", Query("select ((select count(*) from raw_users) + (select count(*) from raw_problems))::varchar"));
                Assert.True(file is { Rows: 20_000 } or { Rows: 1, ProblemRows: 1 });
            }
            catch (SourceConfigurationException)
            {
                // The name of a column was hit.
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("{\"user_id\":\"u\"}")]
    public async Task What_is_only_named_parquet_is_rejected(string content)
    {
        _folder.Write("u.parquet", content);
        Assert.Equal((1, 1), await Counts());
        Assert.StartsWith("Parquet: ", Query("select reason from raw_problems"), StringComparison.Ordinal);

        async Task<(long, long)> Counts()
        {
            var result = await LoadAsync("u.parquet");
            return (result.Rows, result.ProblemRows);
        }
    }

    [Fact]
    public async Task No_character_of_a_path_is_a_wildcard()
    {
        string[] names = ["e[1]", "e1", "e*", "e?", "ee", "[e]", "e[", "e[!1]", "e]", "e{1,2}", "e'x", "e%20", "e\\n"];
        foreach (var name in names)
        {
            Write($"in/a[b]*/{name}.parquet", $"select '{name.Replace("'", "''", StringComparison.Ordinal)}' as user_id");
            Write($"in/ab/{name}.parquet", $"select 'ab/{name.Replace("'", "''", StringComparison.Ordinal)}' as user_id");
        }

        var result = await LoadAsync("in");

        Assert.Equal((2 * names.Length, 0), (result.Rows, result.ProblemRows));
        Assert.Equal(
            string.Join(' ', names.Concat(names.Select(name => $"ab/{name}")).Order(StringComparer.Ordinal)),
            Query("select string_agg(user_id, ' ' order by user_id) from raw_users")
        );
        Assert.All(result.Files, file => Assert.Equal(1, file.Rows));
    }

    [Fact]
    public async Task Memory_that_runs_out_ends_the_load_and_rejects_no_file()
    {
        Write("in/u.parquet", "select 'user-' || range as user_id, repeat('x', 200) || range as plan from range(200000)");

        var error = await Assert.ThrowsAsync<EngineException>(() => LoadAsync("in", memoryMegabytes: 2));

        Assert.StartsWith("in/u.parquet: memory ran out while it was read; raise engine.memory_mb", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<DuckDBErrorType> Types => new(Enum.GetValues<DuckDBErrorType>());

    [Theory]
    [MemberData(nameof(Types))]
    public void Only_an_error_of_the_content_rejects_a_file(DuckDBErrorType type)
    {
        DuckDBErrorType[] ofContent =
        [
            DuckDBErrorType.Invalid,
            DuckDBErrorType.InvalidInput,
            DuckDBErrorType.InvalidType,
            DuckDBErrorType.MismatchType,
            DuckDBErrorType.OutOfRange,
            DuckDBErrorType.Conversion,
            DuckDBErrorType.Decimal,
            DuckDBErrorType.Serialization,
            DuckDBErrorType.NotImplemented,
            DuckDBErrorType.Io,
        ];
        var full = _folder.Write("u.parquet", "PAR1");
        using var copy = LocalCopy.Of(
            _sources,
            new SourceFile(Location.OfThisMachine(full), "u.parquet", 4),
            _folder.Root,
            TestContext.Current.CancellationToken
        );

        var error = DuckDbErrors.Of(type, $"Some Error: {full} is bad", copy);

        Assert.Equal(ofContent.Contains(type), error is FileRejectedException);
        Assert.Contains("u.parquet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_input_is_one_of_the_machine_where_the_system_cannot_read_the_file_either()
    {
        var full = _folder.Write("u.parquet", "PAR1");
        using var copy = LocalCopy.Of(
            _sources,
            new SourceFile(Location.OfThisMachine(full), "u.parquet", 4),
            _folder.Root,
            TestContext.Current.CancellationToken
        );
        File.Delete(full);
        Directory.CreateDirectory(full);

        Assert.Contains(
            "u.parquet: cannot be read",
            Assert.IsAssignableFrom<IOException>(DuckDbErrors.Of(DuckDBErrorType.Io, "IO Error: no", copy)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_an_error_of_the_run_and_not_of_the_settings()
    {
        Write("in/u.parquet", "select 'u' as user_id");
        using var reader = new DuckDbParquetReader(_sources, Path.Join(_folder.Root, "inputs"), memoryMegabytes: 1024);
        var file = Assert.Single(
            await _sources.ListAsync(
                new SourceSettings { Paths = ["in"] },
                Location.OfThisMachine(_folder.Root),
                TestContext.Current.CancellationToken
            )
        );
        File.Delete($"{file.FullPath}");

        Assert.Throws<IOException>(() => reader.ReadColumns(file));
    }

    private void Execute(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private void Write(string path, string query, string options = "row_group_size 100000")
    {
        var full = Path.Join(_folder.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var command = _connection.CreateCommand();
        command.CommandText = $"copy ({query}) to '{full.Replace("'", "''", StringComparison.Ordinal)}' (format parquet, {options})";
        command.ExecuteNonQuery();
    }

    private Task<IngestResult> LoadAsync(string path, int memoryMegabytes = 1024)
    {
        if (Directory.Exists(FolderOf("")))
            Directory.Delete(FolderOf(""), recursive: true);

        return LoadPartsAsync(path, memoryMegabytes);
    }

    private Task<IngestResult> LoadPartsAsync(string path, int memoryMegabytes = 1024) =>
        LoadPartsAsync(new SourceSettings { Paths = [path] }, memoryMegabytes);

    private Task<IngestResult> LoadPartsAsync(SourceSettings settings, int memoryMegabytes = 1024) =>
        DuckDbIngest.LoadAsync(
            _texts,
            [settings],
            Location.OfThisMachine(_folder.Root),
            _sources,
            FolderOf,
            Path.Join(_folder.Root, "inputs"),
            2,
            memoryMegabytes,
            null,
            TestContext.Current.CancellationToken
        );

    private string FolderOf(string name) => Path.Join(_folder.Root, "out", name);

    /// <summary>Tables are the parts that a load wrote; without any they have no rows.</summary>
    private string? Query(string query)
    {
        foreach (var name in (string[])["raw_users", "raw_problems"])
        {
            var parts = Directory.Exists(FolderOf(name)) ? Directory.GetFiles(FolderOf(name)) : [];
            query =
                parts.Length > 0
                    ? query.Replace(name, WrittenParts.Of(name, FolderOf(name)))
                    : query.Replace(name, "(select null as user_id, null as reason, null as raw where false)");
        }

        using var command = _connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar() as string;
    }
}
