using SparkReco.Ingest;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli;

/// <summary>Shows a run's progress: a moving line on a terminal, a plain line for each stage elsewhere.</summary>
/// <param name="terminal">Where lines go.</param>
/// <param name="move">Shows another text in the moving line; null where there is none.</param>
internal sealed class ProgressLines(Terminal terminal, Action<string>? move) : IProgress<RunEvent>
{
    private readonly Lock _lock = new();
    private string _stage = "";

    /// <summary>Runs work while its progress is shown.</summary>
    public static Task<T> ShowAsync<T>(Terminal terminal, Func<IProgress<RunEvent>, Task<T>> work) =>
        terminal.IsWatched
            ? terminal
                .Progress.Status()
                .Spinner(Spinner.Known.Dots)
                .StartAsync("starting", status => work(new ProgressLines(terminal, text => status.Status = Markup.Escape(text))))
            : work(new ProgressLines(terminal, null));

    public void Report(RunEvent value)
    {
        lock (_lock)
        {
            switch (value)
            {
                case RunEvent.StageStarted started:
                    _stage = $"stage {started.Number} of {started.Of}, {started.Stage}: {started.Purpose}";
                    move?.Invoke(_stage);
                    break;
                case RunEvent.Doing doing:
                    move?.Invoke(doing.What);
                    break;
                case RunEvent.ModelStarted model:
                    move?.Invoke(Pipeline.Published(model.Model) is not null ? $"{_stage} ({model.Model})" : _stage);
                    break;
                case RunEvent.Reading reading when reading.BytesTotal > 0:
                    move?.Invoke(
                        $"{_stage} ({reading.Input}, {Math.Min(100, 100 * reading.BytesDone / reading.BytesTotal)} % of {reading.BytesTotal / 1e6:N1} MB)"
                    );
                    break;
                case RunEvent.Publishing publishing:
                    move?.Invoke($"publishing {publishing.Table}");
                    break;
                case RunEvent.Loading loading:
                    move?.Invoke($"sink {loading.Sink}: {loading.Table}, {loading.RowsDone:N0} of {loading.RowsTotal:N0} rows");
                    break;
                case RunEvent.SinkFinished { Record: var record }:
                    Line($"{"", -8}{$"sink {record.Sink}", -12} {record.Seconds, 6:0.0} s  {SinkText.Describe(record)}");
                    break;
                case RunEvent.Told told:
                    Line($"warning: {told.Text}");
                    break;
                case RunEvent.StageKept kept:
                    Line($"{kept.Number} of {kept.Of}  {kept.Stage, -12} done before");
                    break;
                case RunEvent.StageLeftOut left:
                    Line($"{"", -8}{left.Stage, -12} left out: {left.Reason}");
                    break;
                case RunEvent.StageFinished finished:
                    var tables = string.Join(", ", finished.PublishedTables.Select(table => $"{table.Id} {table.RowCount:N0}"));
                    Line($"{finished.Number} of {finished.Of}  {finished.Stage, -12} {finished.Duration.TotalSeconds, 6:0.0} s  {tables}");
                    foreach (var note in finished.Notes)
                        Line($"{"", -20} {note}");
                    break;
            }
        }
    }

    private void Line(string text)
    {
        if (move is not null)
            terminal.Progress.MarkupLineInterpolated($"{VisibleText.Line(text)}");
        else
            terminal.Errors.WriteLine(text);
    }
}
