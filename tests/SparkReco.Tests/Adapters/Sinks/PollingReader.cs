using System.Data.Common;
using SparkReco.Adapters;
using SparkReco.Adapters.Sinks;
using Xunit;

namespace SparkReco.Tests.Adapters.Sinks;

/// <summary>Reads a sink all the time, as an application does, and makes sure that each answer is one run, and the whole of it.</summary>
/// <param name="connection">The application's own.</param>
/// <param name="query">Gives the run's id, the number of its rows, and the number of rows that it should have.</param>
internal sealed class PollingReader(DbConnection connection, string query) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _runs = [];
    private Task _reading = Task.CompletedTask;

    /// <summary>The runs that were seen, each once where it followed another.</summary>
    public IReadOnlyList<string> Runs => _runs;

    public static PollingReader Start(DbConnection connection, string query)
    {
        var reader = new PollingReader(connection, query);
        reader._reading = Task.Run(reader.ReadAsync);
        return reader;
    }

    /// <summary>Reads once more, and ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        bool isLast;
        do
        {
            isLast = _stop.IsCancellationRequested;
            var answers = await connection.ReadAsync(
                query,
                row => (Run: row.GetString(0), Rows: Convert.ToInt64(row.GetValue(1)), Expected: Convert.ToInt64(row.GetValue(2))),
                CancellationToken.None
            );
            var answer = Assert.Single(answers);
            Assert.Equal(answer.Expected, answer.Rows);
            if (_runs.LastOrDefault() != answer.Run)
                _runs.Add(answer.Run);
        } while (!isLast);
    }
}
