namespace SparkReco.Ingest;

/// <summary>How many rows a thread read from a part of a file; its problems are rows too. One of the threads tells the hash of the part's bytes.</summary>
public sealed record LoadedPart(int FileNumber, long Rows, long ProblemRows, string? Sha256)
{
    /// <summary>The source rows that the settings leave out, beside the others.</summary>
    public long LeftOutRows { get; init; }

    /// <summary>Values that could not be read in rows that were.</summary>
    public IReadOnlyList<FlawCount> Flaws { get; init; } = [];
}

/// <summary>Reads parts of files on one thread and writes their rows over one writer. A damaged file is one problem.</summary>
internal sealed class PartLoader(
    RawTable table,
    IReadOnlyList<SourceSettings> allSettings,
    SourceFiles sources,
    IRawWriter writer,
    IColumnarReader? columnar,
    Action<long> report
)
{
    private readonly LineChunk _chunk = new();

    public List<LoadedPart> Loaded { get; } = [];

    /// <summary>Reads a file of JSON Lines: all of it, or what other threads leave.</summary>
    public void LoadLines(LineChunks lines, CancellationToken cancellation)
    {
        var part = lines.Part;
        RowMapper? mapper = null;
        var isRejected = Try(
            part,
            () =>
            {
                lines.Open(cancellation);
                mapper = TakeLines(lines, cancellation);
            }
        );
        End(part, isRejected ? null : mapper, lines.Finish(cancellation));
    }

    /// <summary>Helps with a file that another thread opened.</summary>
    public void HelpWithLines(LineChunks lines, CancellationToken cancellation)
    {
        lines.WaitUntilOpen(cancellation);
        if (lines.IsShared)
        {
            writer.BeginFile(lines.Part.FileNumber);
            var mapper = TakeLines(lines, cancellation);
            Loaded.Add(Part(lines.Part, mapper, sha256: null));
        }
    }

    public void LoadCsv(FilePart part, CancellationToken cancellation)
    {
        var settings = allSettings[part.File.Source];
        using var source = sources.Open(part.File, cancellation);
        var bytes = new HashingStream(source, report);
        RowMapper? mapper = null;
        var isRejected = Try(
            part,
            () =>
            {
                using var text = TextStream.Open(bytes, part.File.Path, settings);
                using var reader = new CsvReader(text, CsvDialect.Of(part.File.Path, settings), settings);
                var columns = new TabularColumns(part.File, SourceColumn.Of(reader.Names), table, settings);
                mapper = new(columns.Plan, writer, table, settings);
                reader.Read(columns, mapper, cancellation);
            }
        );
        End(part, isRejected ? null : mapper, bytes.Finish(cancellation));
    }

    public void LoadColumnar(FilePart part, CancellationToken cancellation)
    {
        var settings = allSettings[part.File.Source];
        using var file = columnar!.Open(part.File, cancellation);
        var sha256 = file.ReadHash();
        RowMapper? mapper = null;
        var isRejected = Try(
            part,
            () =>
            {
                var columns = new TabularColumns(part.File, file.ReadColumns(), table, settings);
                mapper = ReadColumns(file, columns, part, cancellation);
            }
        );
        End(part, isRejected ? null : mapper, sha256);
        report(part.Length);
    }

    /// <summary>Reads the columns that fields need; and where a row has no id that tells it from others, all columns, from the beginning.</summary>
    private RowMapper ReadColumns(IColumnarFile file, TabularColumns columns, FilePart part, CancellationToken cancellation)
    {
        var settings = allSettings[part.File.Source];
        var hasId = columns.Plan.Fields[0].Inputs.Any(slots => slots.Length > 0);
        var others = table.ComparesRows(settings) && !hasId ? columns.OtherColumns : [];
        while (true)
        {
            var mapper = new RowMapper(columns.Plan, writer, table, settings);
            var mayNeedOthers = table.ComparesRows(settings) && others.Count < columns.OtherColumns.Count;
            if (file.Read(columns.UsedColumns, others, new ColumnarRows(columns, mapper, mayNeedOthers), cancellation))
                return mapper;

            writer.DiscardFile();
            writer.BeginFile(part.FileNumber);
            others = columns.OtherColumns;
        }
    }

    private RowMapper TakeLines(LineChunks lines, CancellationToken cancellation)
    {
        var settings = allSettings[lines.Part.File.Source];
        var columns = new JsonColumns(table, settings, PathColumns.Of(lines.Part.File.Path));
        var mapper = new RowMapper(columns.Plan, writer, table, settings);
        var reader = new JsonLinesReader(columns, settings);
        while (lines.TryTake(_chunk))
        {
            cancellation.ThrowIfCancellationRequested();
            using var chunk = new MemoryStream(_chunk.Buffer, 0, _chunk.Length);
            reader.Read(chunk, _chunk.LinesBefore, mapper);
        }

        return mapper;
    }

    /// <summary>True when the file was rejected: its rows are then taken back, and a problem is there instead.</summary>
    private bool Try(FilePart part, Action load)
    {
        writer.BeginFile(part.FileNumber);
        try
        {
            load();
            return false;
        }
        catch (FileRejectedException rejected)
        {
            writer.DiscardFile();
            writer.EndProblem(0, rejected.Message, null, []);
            return true;
        }
    }

    /// <summary>What was read is that of one file only when the file is still what it was when it was listed.</summary>
    private void End(FilePart part, RowMapper? mapper, string sha256)
    {
        sources.RequireUnchanged(part.File);
        Loaded.Add(mapper is null ? new(part.FileNumber, 1, 1, sha256) : Part(part, mapper, sha256));
    }

    private static LoadedPart Part(FilePart part, RowMapper mapper, string? sha256) =>
        new(part.FileNumber, mapper.Rows, mapper.ProblemRows, sha256) { LeftOutRows = mapper.LeftOutRows, Flaws = mapper.Flaws };
}
