using Apache.Arrow;
using SparkReco.Ingest;
using SparkReco.Lists;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Reads the lists of a batch inference job into typed rows.</summary>
public static class DeliveredLists
{
    private const int RowsPerBatch = 10_000;

    internal static readonly Query<ListOutput> OutputQuery = new("Personalize/Queries/output.sql");

    internal sealed record ListOutput(string Folder, long AskedCount, bool IsOfItems);

    /// <summary>Reads Amazon Personalize's lists: those that are configured, or those that the service has made.</summary>
    public static async Task ReadAsync(StageContext context, CancellationToken cancellation)
    {
        if (!context.Settings.HasPersonalizeLists)
            return;
        var source = context.Settings.Inputs.ListSource();
        var ofItems = false;
        if (source is null)
        {
            var output = (await OutputQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
            source = BatchOutput.Source("personalize.folder", [output.Folder]);
            ofItems = output.IsOfItems;
            context.Counts[ListFit.Asked] = output.AskedCount;
        }

        var sources = new SourceFiles(context.Ports.Stores);
        List<string> leftOut = [];
        var files = await sources.ListAsync(source, context.Settings.BaseFolder, cancellation, leftOut);
        context.Note(leftOut);
        if (context.Settings.Inputs.Personalize is not null && files.Count > 0)
        {
            await using var first = sources.Open(files[0], cancellation);
            ofItems = BatchOutput.IsOfItems(first);
        }

        var problems = new BatchBuilder(RawModels.ListProblems.Columns);
        var places = ReadPlaces(context, sources, files, problems, ofItems, cancellation);
        if (ofItems)
            await RelatedLists.WriteAsync(context, places, cancellation);
        else
            await context.WriteAsync(RawModels.ServiceLists, places.ToAsyncEnumerable(), cancellation);
        await context.WriteAsync(RawModels.ListProblems, new[] { problems.Build() }.ToAsyncEnumerable(), cancellation);
    }

    /// <summary>The places of all lists. What is wrong with lines is known when the last batch is read.</summary>
    private static IEnumerable<RecordBatch> ReadPlaces(
        StageContext context,
        SourceFiles sources,
        IReadOnlyList<SourceFile> files,
        BatchBuilder problems,
        bool ofItems,
        CancellationToken cancellation
    )
    {
        var places = new BatchBuilder(RawModels.ServiceLists.Columns);
        HashSet<ulong> answered = [];
        foreach (var file in files)
        {
            long lines = 0,
                bad = 0;
            using var source = sources.Open(file, cancellation);
            var bytes = new HashingStream(source);
            foreach (var line in BatchOutput.Read(bytes, ofItems))
            {
                cancellation.ThrowIfCancellationRequested();
                lines++;
                if (line.Id is not null)
                    answered.Add(Hash(line.Id));
                bad += line.Problem is null ? 0 : 1;
                if (line.Problem is not null)
                    problems.Add(file.Path).Add(line.Line).Add(line.Id).Add(line.Problem);
                for (var place = 0; place < line.Items.Count; place++)
                    places.Add(file.Path).Add(line.Line).Add(line.Id).Add(place + 1).Add(line.Items[place]).Add(line.Scores?[place]);
                if (places.RowCount >= RowsPerBatch)
                    yield return places.Build();
            }

            // What the service wrote for this run is no input of it: it follows from what was asked.
            if (context.Settings.Inputs.Personalize is not null)
                context.Inputs.Add(new InputFile(file.Path, file.Size, file.Version, bytes.Finish(cancellation), lines, bad));
            sources.RequireUnchanged(file);
        }

        context.Counts[ListFit.Answered] = answered.Count;

        yield return places.Build();
    }

    /// <summary>A hash of 64 bits (FNV-1a): of ten million ids, two of the same are not to be expected.</summary>
    private static ulong Hash(string id)
    {
        var hash = 14695981039346656037;
        foreach (var letter in id)
            hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
