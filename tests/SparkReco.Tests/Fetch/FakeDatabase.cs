using System.Text;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;

namespace SparkReco.Tests.Fetch;

/// <summary>Tables of rows of CSV in memory, the last value of each a number that may be the watermark.</summary>
internal sealed class FakeDatabase : IDatabases
{
    /// <summary>The rows by the table's name; the first is the header.</summary>
    public Dictionary<string, List<string>> Tables { get; } = [];

    /// <summary>What happens before a row is given: the table, and the number of times that a database was opened.</summary>
    public Action<string, int> BeforeRow { get; set; } = (_, _) => { };

    public int Opened { get; private set; }

    public List<FetchRequest> Requests { get; } = [];

    public Task<IRowSource> OpenSourceAsync(ConnectionSettings connection, CancellationToken cancellation)
    {
        Opened++;
        return Task.FromResult<IRowSource>(new Source(this));
    }

    public ISink SinkOf(ConnectionSettings connection, SinkSettings sink, TimeProvider clock, Action<string> tell) =>
        throw new NotSupportedException();

    private sealed class Source(FakeDatabase database) : IRowSource
    {
        public string Description => "Fake 1";

        public string? Snapshot => $"{database.Opened}";

        public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
        {
            database.Requests.Add(request);
            var rows = database.Tables[request.Query];
            parts.Begin(Encoding.UTF8.GetBytes(rows[0] + "\n"), ".csv");
            var wanted = rows.Skip(1).Where(row => request.After is null || WatermarkOf(row) > long.Parse(request.After)).ToArray();
            foreach (var row in wanted)
            {
                database.BeforeRow(request.Query, database.Opened);
                await parts.WriteAsync(Encoding.UTF8.GetBytes(row + "\n"), 1, cancellation);
            }

            return request.Watermark is null || wanted.Length == 0 ? null : $"{wanted.Max(WatermarkOf)}";
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static long WatermarkOf(string row) => long.Parse(row.Split(',')[^1]);
    }
}
