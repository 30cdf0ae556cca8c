using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Personalize;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The work of the stages that read files.</summary>
public static class Collect
{
    private const int RowsPerPart = 200_000;

    /// <summary>Reads users, items and events into typed rows.</summary>
    public static async Task ReadFilesAsync(StageContext context, CancellationToken cancellation)
    {
        var sources = context.Settings.Inputs.ByTable();
        var results = new IngestResult[sources.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = context.Engine.RunsStatementsAtOnce ? sources.Count : 1, CancellationToken = cancellation };
        await Parallel.ForAsync(0, sources.Count, options, async (index, stop) => results[index] = await ReadAsync(context, sources[index].Table, sources[index].Source, stop));
        List<object?[]> files = [];
        foreach (var result in results)
        {
            var input = result.Table.Name[4..];
            context.Counts[$"{input}_bytes"] = result.Files.Sum(file => file.Size);
            context.Counts[$"{input}_bytes_rejected"] = result.Files.Where(file => file.Rows > 0 && file.ProblemRows == file.Rows).Sum(file => file.Size);
            context.Notes.AddRange(result.LeftOut);
            if (result.Files.Where(file => file.Rows == 0).ToArray() is [var first, ..] empty)
                context.Notes.Add($"{empty.Length:N0} {(empty.Length == 1 ? "file" : "files")} of the {input} {(empty.Length == 1 ? "has" : "have")} no rows, such as {first.Path}");
            foreach (var (number, file) in result.Files.Index())
            {
                files.Add([result.Table.Name, number, file.Path, file.Rows, file.ProblemRows]);
                context.Inputs.Add(new InputFile(file.Path, file.Size, file.Version, file.Sha256, file.Rows, file.ProblemRows));
            }
        }

        await context.WriteRowsAsync(RawModels.Files, files, cancellation);
    }

    private static Task<IngestResult> ReadAsync(StageContext context, RawTable table, SourceSettings source, CancellationToken cancellation)
    {
        var progress = new Progress<IngestProgress>(done => context.Ports.Progress.Report(new RunEvent.Reading(table.Name[4..], done.BytesDone, done.BytesTotal)));
        return context.Engine.IngestAsync(table, source, context.Settings.BaseFolder, name => context.Folder.Staged(RawModels.All.Single(model => model.Name == name)), progress, cancellation);
    }

    /// <summary>Reads the output of Amazon Personalize's batch inference.</summary>
    public static async Task ReadListsAsync(StageContext context, CancellationToken cancellation)
    {
        var input = context.Settings.Inputs.ListSource()!;
        List<object?[]> places = [];
        List<object?[]> problems = [];
        var part = 0;
        var sources = new SourceFiles(context.Ports.Stores);
        foreach (var file in await BatchOutput.ListAsync(sources, input, context.Settings.BaseFolder, cancellation))
        {
            long lines = 0, bad = 0;
            using var source = sources.Open(file, cancellation);
            var bytes = new HashingStream(source);
            foreach (var line in BatchOutput.Read(bytes))
            {
                cancellation.ThrowIfCancellationRequested();
                lines++;
                bad += line.Problem is null ? 0 : 1;
                if (line.Problem is not null)
                    problems.Add([file.Path, line.Line, line.UserId, line.Problem]);
                for (var place = 0; place < line.Items.Count; place++)
                    places.Add([file.Path, line.Line, line.UserId, place + 1, line.Items[place], line.Scores is { } scores ? scores[place] : null]);
                if (places.Count < RowsPerPart)
                    continue;
                await context.WriteRowsAsync(RawModels.Lists, places, cancellation, part++);
                places.Clear();
            }

            context.Inputs.Add(new InputFile(file.Path, file.Size, file.Version, bytes.Finish(cancellation), lines, bad));
            sources.RequireUnchanged(file);
        }

        await context.WriteRowsAsync(RawModels.Lists, places, cancellation, part);
        await context.WriteRowsAsync(RawModels.ListProblems, problems, cancellation);
    }
}
