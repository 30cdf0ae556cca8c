using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Tests.Ingest;
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

    [Theory]
    [InlineData(null)]
    [InlineData("test.duckdb")]
    public async Task Rows_of_many_files_arrive_in_memory_and_in_a_file(string? database)
    {
        using DuckDBConnection connection = new($"Data Source={(database is null ? ":memory:" : Path.Join(_folder.Root, database))}");
        connection.Open();
        for (int file = 0; file < 5; file++)
        {
            _folder.Write($"in/{file}.jsonl", string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"user_id\":\"user-{file}-{i:D9}\",\"tier\":\"paid\"}}\n")));
        }

        IngestResult result = await LoadAsync(connection, Settings("in"));
        Assert.Equal(25_000, result.Rows);
        Assert.Equal("25000|25000|5|5000|paid|0|user-0-000000000|user-4-000004999", Query(connection, """
            select count(*) || '|' || count(distinct user_id) || '|' || count(distinct file) || '|' || max(line) || '|' || min(tier)
                || '|' || count(raw) || '|' || min(user_id) || '|' || max(user_id)
            from raw_users
            """));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task A_text_of_any_length_arrives_whole(int length)
    {
        string text = string.Concat(Enumerable.Repeat("0123456789ü", (length / 12) + 1))[..(length * 11 / 12)];
        _folder.Write("u.jsonl", $"{{\"user_id\":\"a\",\"plan\":\"{text}\"}}\n");
        await LoadAsync(_connection, Settings("u.jsonl"));
        Assert.Equal(text, Query(_connection, "select plan from raw_users"));
    }

    [Fact]
    public async Task Nulls_problems_and_raw_texts_have_their_columns()
    {
        _folder.Write("u.jsonl", "{\"user_id\":\"u1\"}\nnot json\n");
        await LoadAsync(_connection, Settings("u.jsonl"));
        Assert.Equal("u1|-|u.jsonl|1|-|-", Row(1));
        Assert.Equal("-|-|u.jsonl|2|invalid JSON at byte 1|not json", Row(2));
    }

    [Fact]
    public async Task A_damaged_gzip_leaves_one_row_and_a_second_load_replaces_the_first()
    {
        byte[] gzip = TempFolder.Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"user_id\":\"u{i}\"}}\n")));
        _folder.Write("in/a.jsonl.gz", gzip);
        _folder.Write("in/b'.jsonl.gz", gzip[..^2]);
        for (int load = 0; load < 2; load++)
        {
            IngestResult result = await LoadAsync(_connection, Settings("in"));
            Assert.Equal([5000L, 1L], result.Files.Select(file => file.Rows));
            Assert.Equal("5001|5000|in/b'.jsonl.gz", Query(_connection, "select count(*) || '|' || count(user_id) || '|' || max(file) filter (problem like 'gzip%') from raw_users"));
        }
    }

    [Fact]
    public async Task A_load_that_fails_leaves_no_rows()
    {
        _folder.Write("in/a.jsonl", "{\"user_id\":\"u1\"}\n");
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            DuckDbIngest.LoadAsync(_connection, RawTable.Users, Settings("in"), _folder.Root, 2, null, stop.Token));
        Assert.Equal("0", Query(_connection, "select count(*)::varchar from raw_users"));
    }

    private string Row(int line) => Query(_connection, $"""
        select concat_ws('|', coalesce(user_id, '-'), coalesce(tier, '-'), file, line, coalesce(problem, '-'), coalesce(raw, '-'))
        from raw_users where line = {line}
        """);

    private Task<IngestResult> LoadAsync(DuckDBConnection connection, SourceSettings settings) =>
        DuckDbIngest.LoadAsync(connection, RawTable.Users, settings, _folder.Root, 2, null, TestContext.Current.CancellationToken);

    private static SourceSettings Settings(string path) => new() { Paths = [path] };

    private static string Query(DuckDBConnection connection, string query)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = query;
        return (string)command.ExecuteScalar()!;
    }
}
