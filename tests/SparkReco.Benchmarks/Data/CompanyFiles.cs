using ParquetSharp;

namespace SparkReco.Benchmarks.Data;

/// <summary>Writes a company as Parquet: its users, its items, and a file of events for each day; and a configuration that names them.</summary>
internal static class CompanyFiles
{
    private static readonly string[] ContentTypes = ["course", "video", "podcast"];
    private static readonly string[] Deeds = [.. Enum.GetNames<Deed>().Select(name => name.ToLowerInvariant())];

    public static void Write(string folder, Company company)
    {
        Directory.CreateDirectory(Path.Combine(folder, "events"));
        File.WriteAllText(Path.Combine(folder, "sparkreco.json"), ConfigurationOf(company.Size));
        string[] users = [.. Enumerable.Range(0, company.Size.Users).Select(user => $"u{user:0000000}")];
        string[] items = [.. Enumerable.Range(0, company.Size.Items).Select(item => $"i{item:00000}")];
        WriteUsers(Path.Combine(folder, "users.parquet"), users);
        WriteItems(Path.Combine(folder, "items.parquet"), items, company);
        var counts = company.EventsByDay();
        Parallel.For(
            0,
            Company.DayCount,
            day =>
                WriteEvents(
                    Path.Combine(folder, "events", $"{Company.DateOf(day):yyyy-MM-dd}.parquet"),
                    day,
                    company.EventsOf(day, counts[day]),
                    users,
                    items
                )
        );
    }

    private static string ConfigurationOf(CompanySize size) =>
        $$"""
            {
              "run_date": "{{Company.RunDate:yyyy-MM-dd}}",
              "engine": { "memory_mb": {{size.MemoryMegabytes}} },
              "inputs": {
                "users": { "paths": ["users.parquet"] },
                "items": { "paths": ["items.parquet"] },
                "events": { "paths": ["events"] }
              }
            }
            """;

    private static void WriteUsers(string path, string[] ids)
    {
        using var file = new TableFile(path, new Column<string>("user_id"), new Column<string>("tier"));
        file.Add(ids).Add([.. ids.Select((_, user) => user % 3 == 0 ? "paid" : "free")]);
    }

    private static void WriteItems(string path, string[] ids, Company company)
    {
        using var file = new TableFile(
            path,
            new Column<string>("item_id"),
            new Column<string>("content_type"),
            new Column<string>("title"),
            new Column<string>("category"),
            new Column<long>("duration_seconds"),
            new Column<string>("published_on")
        );
        file.Add(ids)
            .Add([.. company.Items.Select((_, item) => ContentTypes[item % ContentTypes.Length])])
            .Add([.. ids.Select(id => $"The title of {id}")])
            .Add([.. company.Items.Select(item => $"category {item.Category}")])
            .Add([.. company.Items.Select(item => (long)item.DurationSeconds)])
            .Add([.. company.Items.Select(item => $"{Company.DateOf(item.PublishedDay):yyyy-MM-dd}")]);
    }

    private static void WriteEvents(string path, int day, IReadOnlyList<Event> events, string[] users, string[] items)
    {
        using var file = new TableFile(
            path,
            new Column<string>("event_id"),
            new Column<string>("user_id"),
            new Column<string>("item_id"),
            new Column<string>("event_type"),
            new Column<long>("occurred_at"),
            new Column<long?>("watch_seconds")
        );
        file.Add([.. events.Select((_, number) => $"{day:x2}-{number:x6}")])
            .Add([.. events.Select(row => users[row.User])])
            .Add([.. events.Select(row => items[row.Item])])
            .Add([.. events.Select(row => Deeds[(int)row.Deed])])
            .Add([.. events.Select(row => row.AtMs)])
            .Add([.. events.Select(row => row.Deed == Deed.Watch ? row.WatchSeconds : default(long?))]);
    }

    /// <summary>A Parquet file of one row group, column by column.</summary>
    private sealed class TableFile : IDisposable
    {
        private readonly ParquetFileWriter _file;
        private readonly RowGroupWriter _rows;

        public TableFile(string path, params Column[] columns)
        {
            _file = new ParquetFileWriter(path, columns, Compression.Snappy);
            _rows = _file.AppendRowGroup();
        }

        public TableFile Add<T>(T[] values)
        {
            using var column = _rows.NextColumn().LogicalWriter<T>();
            column.WriteBatch(values);
            return this;
        }

        public void Dispose()
        {
            _rows.Dispose();
            _file.Close();
            _file.Dispose();
        }
    }
}
