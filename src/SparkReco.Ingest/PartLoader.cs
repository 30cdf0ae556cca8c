using System.Collections.Concurrent;

namespace SparkReco.Ingest;

/// <summary>Reads parts of files on one thread and writes their rows over one writer.</summary>
internal sealed class PartLoader(
    RawTable table, SourceSettings settings, SourceFiles sources, IRawWriter writer, IColumnarReader? columnar, ConcurrentBag<LoadedPart> loaded, Action<long> report) : IWorker<FilePart>
{
    public void Run(FilePart item, CancellationToken cancellation)
    {
        writer.BeginFile(item.FileNumber);
        try
        {
            RowMapper mapper = Load(item, cancellation);
            loaded.Add(new(item.FileNumber, mapper.Rows, mapper.ProblemRows));
        }
        catch (FileRejectedException rejected)
        {
            writer.DiscardFile();
            writer.EndProblem(0, rejected.Message, []);
            loaded.Add(new(item.FileNumber, 1, 1));
        }

        sources.RequireUnchanged(item.File);
        report(item.Length);
    }

    public void Finish() => writer.Commit();

    public void Dispose() => writer.Dispose();

    private RowMapper Load(FilePart part, CancellationToken cancellation) => FileFormat.Of(part.File.Path, settings) switch
    {
        SourceFormat.JsonLines => LoadJsonLines(part, cancellation),
        SourceFormat.Csv => LoadCsv(part, cancellation),
        _ => LoadColumnar(part, cancellation),
    };

    private RowMapper LoadJsonLines(FilePart part, CancellationToken cancellation)
    {
        JsonColumns columns = new(table, settings, PathColumns.Of(part.File.Path));
        RowMapper mapper = new(columns.Plans, writer);
        using Stream bytes = sources.Open(part.File, part.Start, part.End, cancellation);
        using Stream text = part.Start == 0 ? TextStream.Open(bytes, part.File.Path) : bytes;
        new JsonLinesReader(columns, settings.MaxLineBytes).Read(text, part.LinesBefore, mapper, cancellation);
        return mapper;
    }

    private RowMapper LoadCsv(FilePart part, CancellationToken cancellation)
    {
        CsvReader reader = new(FileFormat.Delimiter(part.File.Path, settings), (byte)settings.Quote, settings.MaxLineBytes);
        IReadOnlyList<string> names;
        using (Stream bytes = sources.Open(part.File, cancellation))
        using (TextStream header = TextStream.Open(bytes, part.File.Path))
        {
            names = reader.ReadHeader(header);
        }

        TabularColumns columns = new(part.File, names, table, settings);
        RowMapper mapper = new(columns.Plans, writer);
        using Stream rows = sources.Open(part.File, cancellation);
        using TextStream text = TextStream.Open(rows, part.File.Path);
        reader.Read(text, columns, names, mapper, cancellation);
        return mapper;
    }

    private RowMapper LoadColumnar(FilePart part, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = [.. columnar!.ReadColumns(part.File).Select(column => column.Name)];
        TabularColumns columns = new(part.File, names, table, settings);
        RowMapper mapper = new(columns.Plans, writer);
        columnar.Read(part.File, columns.UsedColumns, new ColumnarRows(columns, mapper), cancellation);
        return mapper;
    }
}
