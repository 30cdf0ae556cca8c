using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbIngestTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");

    public DuckDbIngestTests() => _connection.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Typed_values_arrive_in_the_columns_of_the_contract()
    {
        _folder.Write(
            "u.jsonl",
            """
            {"user_id":"u1","tier":"PAID","plan":"a plan of many bytes","country":"de","registered_on":"2024-02-29","last_active_on":"2024-03-01","is_monthly_active":"yes"}
            {"user_id":"u2","tier":"free"}
            """
        );
        await LoadAsync(Settings("u.jsonl"));
        Assert.Equal("u1|paid|a plan of many bytes|de|2024-02-29|2024-03-01|true|0|1", Row(1));
        Assert.Equal("u2|free|-|-|-|-|-|0|2", Row(2));
        foreach (var model in (Model[])[RawModels.Users, RawModels.Items, RawModels.Events])
            Assert.Equal(
                model.Columns.Select(column => column.Name),
                [.. TableOf(model.Name).Fields.Select(field => field.Column), "file_number", "line", "row_hash"]
            );

        // Users have no hash, and a column without a value is not there.
        Assert.Equal(
            "VARCHAR,VARCHAR,VARCHAR,VARCHAR,DATE,DATE,BOOLEAN,INTEGER,BIGINT",
            Query($"select string_agg(column_type, ',') from (describe select * from read_parquet('{FolderOf("raw_users")}/*.parquet'))")
        );
    }

    [Fact]
    public async Task Rows_of_many_files_and_parts_arrive_once()
    {
        for (var file = 0; file < 4; file++)
            _folder.Write(
                $"in/{file}.jsonl",
                string.Concat(
                    Enumerable
                        .Range(0, 150_001)
                        .Select(i => $"{{\"user_id\":\"user-{file}-{i:D9}\",\"tier\":\"{(i % 1000 == 0 ? "x" : "paid")}\"}}\n")
                )
            );

        var result = await LoadAsync(Settings("in"));
        Assert.Equal(600_004, result.Rows);
        Assert.All(result.Files, file => Assert.Equal((150_001, 151), (file.Rows, file.ProblemRows)));
        Assert.Equal(
            "599400|599400|4|150000",
            Query(
                $"""
                select count(*) || '|' || count(distinct user_id) || '|' || count(distinct file_number) || '|' || max(line)
                from {Parts("raw_users")}
                """
            )
        );
        Assert.Equal(
            "604|tier is none of paid, free (source.fields.tier.values maps other words)|604",
            Query(
                $"""
                select count(*) || '|' || max(reason) || '|' || count(distinct raw) from {Parts("raw_problems")} where raw_table = 'raw_users'
                """
            )
        );
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(1000)]
    public async Task A_text_of_any_length_arrives_whole(int length)
    {
        var text = new string('x', length - 1) + "ü";
        _folder.Write("i.jsonl", $"{{\"item_id\":\"i\",\"content_type\":\"video\",\"title\":\"{text}\"}}\n");
        await LoadAsync(Settings("i.jsonl"), RawTable.Items);
        Assert.Equal(text, Query($"select title from {Parts("raw_items")}"));
    }

    [Fact]
    public async Task Files_without_good_rows_or_problems_leave_no_files()
    {
        _folder.Write("u.jsonl", "not json\n");
        await LoadAsync(Settings("u.jsonl"));
        Assert.False(Directory.Exists(FolderOf("raw_users")));
        Assert.Equal("raw_users-0-0.parquet", Path.GetFileName(Assert.Single(Directory.GetFiles(FolderOf("raw_problems")))));
        Assert.Equal(
            "raw_users|0|1|invalid JSON at byte 1|not json",
            Query($"select concat_ws('|', raw_table, file_number, line, reason, raw) from {Parts("raw_problems")}")
        );
    }

    [Fact]
    public async Task A_damaged_gzip_leaves_one_problem_even_when_its_rows_were_written_before()
    {
        var gzip = TempFolder.Gzip(
            string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{{\"user_id\":\"u{i}\",\"tier\":\"{(i % 10 == 0 ? "x" : "free")}\"}}\n"))
        );
        _folder.Write("in/a.jsonl", "{\"user_id\":\"first\",\"tier\":\"paid\"}\n{}\n");
        _folder.Write("in/b'.jsonl.gz", gzip[..^2]);
        _folder.Write("in/c.jsonl.gz", gzip);
        var result = await LoadAsync(Settings("in"), threads: 1);
        Assert.Equal([(2L, 1L), (1L, 1L), (300_000L, 30_000L)], result.Files.Select(file => (file.Rows, file.ProblemRows)));
        Assert.Equal(
            "1|0|270000",
            Query(
                $"select count(*) filter (file_number = 0) || '|' || count(*) filter (file_number = 1) || '|' || count(*) filter (file_number = 2) from {Parts("raw_users")}"
            )
        );
        Assert.Equal(
            "1|1|30000|gzip: truncated",
            Query(
                $"""
                select count(*) filter (file_number = 0) || '|' || count(*) filter (file_number = 1) || '|' || count(*) filter (file_number = 2)
                    || '|' || max(split_part(reason, ',', 1)) filter (file_number = 1)
                from {Parts("raw_problems")}
                """
            )
        );
    }

    [Fact]
    public async Task Suspects_are_all_events_that_repeat_and_few_others()
    {
        string Line(int i) => $"{{\"user_id\":\"u{i}\",\"item_id\":\"i\",\"event_type\":\"like\",\"occurred_at\":1700000000}}\n";
        _folder.Write("in/a.jsonl", string.Concat(Enumerable.Range(0, 20_000).Select(Line)));
        _folder.Write("in/b.jsonl", string.Concat(Enumerable.Range(0, 300).Select(Line)));
        await LoadAsync(Settings("in"), RawTable.Events);
        var counts = Query(
                $"""
                select count(distinct s.row_hash) || '|' || count(distinct s.row_hash) filter (e.n > 1)
                from {Parts("raw_suspects")} s join (select row_hash, count(*) as n from {Parts("raw_events")} group by row_hash) e using (row_hash)
                """
            )
            .Split('|');
        Assert.Equal("300", counts[1]);
        Assert.InRange(int.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture), 300, 320);
    }

    [Fact]
    public async Task Users_and_items_have_no_suspects()
    {
        _folder.Write("u.jsonl", string.Concat(Enumerable.Repeat("{\"user_id\":\"u\",\"tier\":\"paid\"}\n", 2)));
        await LoadAsync(Settings("u.jsonl"));
        Assert.False(Directory.Exists(FolderOf("raw_suspects")));
    }

    [Fact]
    public async Task A_load_that_is_stopped_says_so()
    {
        _folder.Write("in/a.jsonl", "{\"user_id\":\"u1\"}\n");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            DuckDbIngest.LoadAsync(
                RawTable.Users,
                [Settings("in")],
                Location.OfThisMachine(_folder.Root),
                new SourceFiles(Some.Stores),
                FolderOf,
                Path.Join(_folder.Root, "inputs"),
                2,
                1024,
                null,
                stop.Token
            )
        );
    }

    private static RawTable TableOf(string name) =>
        ((RawTable[])[RawTable.Users, RawTable.Items, RawTable.Events]).Single(table => table.Name == name);

    private string Row(int line) =>
        Query(
            $"""
            select concat_ws('|', user_id, tier, coalesce(plan, '-'), coalesce(country, '-'), coalesce(registered_on::varchar, '-'),
                coalesce(last_active_on::varchar, '-'), coalesce(is_monthly_active::varchar, '-'), file_number, line)
            from {Parts("raw_users")} where line = {line}
            """
        );

    private Task<IngestResult> LoadAsync(SourceSettings settings, RawTable? table = null, int threads = 2) =>
        DuckDbIngest.LoadAsync(
            table ?? RawTable.Users,
            [settings],
            Location.OfThisMachine(_folder.Root),
            new SourceFiles(Some.Stores),
            FolderOf,
            Path.Join(_folder.Root, "inputs"),
            threads,
            1024,
            null,
            TestContext.Current.CancellationToken
        );

    private string FolderOf(string name) => Path.Join(_folder.Root, "out", name);

    private string Parts(string name) => WrittenParts.Of(name, FolderOf(name));

    private static SourceSettings Settings(string path) => new() { Paths = [path] };

    private string Query(string query)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = query;
        return (string)command.ExecuteScalar()!;
    }
}
