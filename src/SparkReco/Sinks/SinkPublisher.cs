using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Sinks;

/// <summary>
/// Brings what the lake has published to the sinks, and keeps a record of it with the run. What is there already is left alone, so that it may be
/// started again at any time.
/// </summary>
/// <param name="settings">Where the sinks are.</param>
/// <param name="folder">The run that is published.</param>
/// <param name="ports">The engine that reads the tables, and the databases.</param>
public sealed class SinkPublisher(Settings settings, RunFolder folder, RunPorts ports)
{
    /// <summary>Publishes a generation to sinks, one after the other. One that fails keeps no other from its turn.</summary>
    /// <param name="generation">What the lake has published.</param>
    /// <param name="sinks">The names of the sinks.</param>
    /// <param name="cancellation">Ends it; a commit that is under way is waited for.</param>
    /// <returns>The records of the sinks.</returns>
    /// <exception cref="DatabaseException">A sink failed; the message names each.</exception>
    public async Task<IReadOnlyList<SinkRecord>> PublishAsync(
        Generation generation,
        IReadOnlyCollection<string> sinks,
        CancellationToken cancellation
    )
    {
        var chosen = settings.Sinks.Values.Where(sink => sinks.Contains(sink.Name)).ToArray();
        if (chosen.Length == 0)
            return [];
        await PublishedTables.RegisterAsync(
            generation,
            folder,
            new RunTables(ports.Engine),
            [.. chosen.SelectMany(sink => sink.Tables).Distinct()],
            cancellation
        );
        List<SinkRecord> records = [];
        List<DatabaseException> failures = [];
        foreach (var sink in chosen)
        {
            try
            {
                records.Add(await PublishAsync(generation, sink, cancellation));
            }
            catch (DatabaseException error)
            {
                ports.Log($"{error}");
                failures.Add(error);
            }
        }

        return failures.Count == 0 ? records : throw Failure(generation.RunId, failures);
    }

    /// <summary>What the failures of sinks come to: that a run is not in a sink is said only where it is known.</summary>
    internal static DatabaseException Failure(string runId, IReadOnlyList<DatabaseException> failures)
    {
        var sinks = failures.Count == 1 ? "this sink" : "these sinks";
        var unknown = failures.Count(error => error.IsOutcomeUnknown);
        var state =
            unknown == 0 ? $"but not in {sinks}"
            : unknown == failures.Count ? $"and whether it is in {sinks} is not known"
            : $"but not in {sinks}, or, where it says so, that is not known";
        return new DatabaseException(
            string.Join(Environment.NewLine, failures.Select(error => error.Message))
                + $"{Environment.NewLine}run {runId} is published in the lake, {state}: the same command does the rest",
            failures[0]
        )
        {
            IsOutcomeUnknown = unknown > 0,
            IsOfConfiguration = failures.All(error => error.IsOfConfiguration),
        };
    }

    private async Task<SinkRecord> PublishAsync(Generation generation, SinkSettings settingsOfSink, CancellationToken cancellation)
    {
        var databases = ports.Databases ?? throw new InvalidOperationException("there are sinks, and nothing that connects to databases");
        var sink = databases.SinkOf(settings.Connections[settingsOfSink.Connection], settingsOfSink, ports.Clock, Tell);
        var started = ports.Clock.GetTimestamp();
        var run = RunOf(generation, settingsOfSink);
        ports.Progress.Report(new RunEvent.Doing($"sink {settingsOfSink.Name}: looking what is there"));
        var outcome = await sink.PublishAsync(run, cancellation);
        var record = new SinkRecord(
            settingsOfSink.Name,
            sink.Description,
            run.Content,
            outcome,
            ports.Clock.GetUtcNow(),
            ports.Clock.GetElapsedTime(started).TotalSeconds,
            run.Tables.ToDictionary(table => table.Name, table => table.RowCount)
        );
        await KeepAsync(record);
        ports.Progress.Report(new RunEvent.SinkFinished(record));
        return record;

        void Tell(string text)
        {
            ports.Log(text);
            ports.Progress.Report(new RunEvent.Told(text));
        }
    }

    private SinkRun RunOf(Generation generation, SinkSettings sink)
    {
        var records = generation.Tables.Where(table => sink.Tables.Contains(PublishedTables.NameOf(table))).ToArray();
        var content = records
            .Select(table => $"{table.Id} {table.RowCount} {string.Join(' ', table.Files.Select(file => file.Hash))}")
            .Order(StringComparer.Ordinal);
        return new SinkRun(
            generation.RunId,
            generation.RunDate,
            generation.At,
            Hashing.Of(string.Join('\n', content)),
            generation.Engine,
            Hashing.Of(Json.Text(generation.Settings)),
            [.. records.GroupBy(PublishedTables.NameOf).Select(parts => TableOf(parts.Key, parts.Sum(part => part.RowCount), sink.Name))]
        );
    }

    private SinkTable TableOf(string name, long rows, string sink)
    {
        var columns = SinkTables.ColumnsOf(name);
        var sql = $"select {string.Join(", ", columns.Select(column => column.Name))} from {name}";
        return new SinkTable(name, columns, SinkTables.KeyOf(name), rows, cancellation => ReadAsync(sql, name, columns, rows, sink, cancellation));
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(
        string sql,
        string table,
        IReadOnlyList<Models.Column> columns,
        long rows,
        string sink,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var read = 0L;
        await foreach (var batch in ports.Engine.StreamAsync(sql, cancellation))
        {
            Batches.Check(batch, columns);
            ports.Progress.Report(new RunEvent.Loading(sink, table, read, rows));
            read += batch.Length;
            yield return batch;
        }
    }

    /// <summary>The record takes the place of an earlier one of the sink, unless nothing was done since.</summary>
    private async Task KeepAsync(SinkRecord record)
    {
        var kept = await folder.SinksAsync(CancellationToken.None);
        var earlier = kept.FirstOrDefault(other => other.Sink == record.Sink);
        if (record.Outcome == SinkOutcome.Unchanged && earlier?.Content == record.Content && earlier.Database == record.Database)
            return;
        SinkRecord[] records = [.. kept.Where(other => other != earlier), record];
        await folder.Store.WriteJsonAsync(folder.SinkRecords, records, CancellationToken.None);
    }
}
