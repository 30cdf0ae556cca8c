using System.Text;
using System.Text.Json;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Guessing;

/// <summary>A column of a file, with the texts of its first rows that have one.</summary>
/// <param name="Name">The name by which a mapping names the column.</param>
/// <param name="Values">The texts, in the order of the rows.</param>
/// <param name="IsArray">Whether some row has an array; its elements stand in one text, joined by <c>|</c>.</param>
public sealed record ColumnSample(string Name, IReadOnlyList<string> Values, bool IsArray);

/// <summary>The columns and first rows of a file of which no setting is known.</summary>
/// <param name="File">The file.</param>
/// <param name="Settings">How it can be read.</param>
/// <param name="Columns">Its columns.</param>
public sealed record FileSample(SourceFile File, SourceSettings Settings, IReadOnlyList<ColumnSample> Columns)
{
    private const int MostBytes = 1 << 18;
    private const int MostRows = 1000;
    private static readonly string[] _delimiters = [",", ";", "\t", "|"];

    /// <summary>The format that the file's name tells; null where it tells none.</summary>
    public SourceFormat? FormatOfName => FileFormat.Of(File.Path, new SourceSettings { Paths = [] });

    /// <summary>Looks at the first rows of a file.</summary>
    /// <exception cref="FileRejectedException">The file is damaged, or of no format that is read.</exception>
    public static FileSample Of(SourceFile file, SourceFiles sources, IColumnarReader columnar)
    {
        var settings = new SourceSettings { Paths = [file.Path] };
        settings = settings with { Format = FileFormat.Of(file.Path, settings) ?? SniffFormat(file, sources, settings) };
        if (settings.Format == SourceFormat.Parquet)
            return OfParquet(file, settings, columnar);

        using var source = sources.Open(file, CancellationToken.None);
        using var text = TextStream.Open(source, file.Path, settings);
        var head = new byte[MostBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        length = length < head.Length ? length : head.AsSpan().LastIndexOf((byte)'\n') + 1;
        return settings.Format == SourceFormat.Csv ? OfCsv(file, settings, head[..length]) : OfJson(file, settings, head[..length]);
    }

    private static SourceFormat SniffFormat(SourceFile file, SourceFiles sources, SourceSettings settings)
    {
        using var source = sources.Open(file, CancellationToken.None);
        var head = new byte[4];
        if (source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == 4 && head.AsSpan().SequenceEqual("PAR1"u8))
            return SourceFormat.Parquet;

        using var again = sources.Open(file, CancellationToken.None);
        using var text = TextStream.Open(again, file.Path, settings);
        return text.Read(head.AsSpan(0, 1)) == 1 && head[0] is (byte)'{' or (byte)'[' ? SourceFormat.JsonLines : SourceFormat.Csv;
    }

    private static FileSample OfParquet(SourceFile file, SourceSettings settings, IColumnarReader columnar)
    {
        using var opened = columnar.Open(file, CancellationToken.None);
        var collector = new Collector([.. opened.ReadColumns().Where(column => !column.IsNested).Select(column => column.Name)]);
        var columns = new TabularColumns(file, collector.Names, collector.Table, settings);
        var mapper = new RowMapper(columns.Plan, collector, collector.Table, settings, collector);
        opened.Read(
            columns.UsedColumns,
            [],
            new FirstColumnarRows(new ColumnarRows(columns, mapper, mayNeedOthers: false), MostRows),
            CancellationToken.None
        );
        return new(file, settings, collector.Columns);
    }

    private static FileSample OfCsv(SourceFile file, SourceSettings settings, byte[] text)
    {
        var firstLine = Encoding.UTF8.GetString(text.AsSpan(0, text.AsSpan().IndexOf((byte)'\n') is var end and >= 0 ? end : text.Length));
        var usual = FileFormat.Delimiter(file.Path, settings);
        var delimiter = _delimiters.OrderByDescending(each => firstLine.Split(each).Length).ThenByDescending(each => each == usual).First();
        settings = delimiter == usual ? settings : settings with { Delimiter = delimiter };
        var looksLikeValues = firstLine.Split(delimiter).Any(name => name.Length > 0 && char.IsAsciiDigit(name.Trim('"', ' ')[..1].FirstOrDefault()));
        settings = settings with { HasHeader = !looksLikeValues };
        using var reader = new CsvReader(new MemoryStream(text), CsvDialect.Of(file.Path, settings), settings);
        var collector = new Collector([.. reader.Names.Distinct()]);
        var columns = new TabularColumns(file, reader.Names, collector.Table, settings);
        reader.Read(columns, new RowMapper(columns.Plan, collector, collector.Table, settings, collector), CancellationToken.None);
        return new(file, settings, collector.Columns);
    }

    private static FileSample OfJson(SourceFile file, SourceSettings settings, byte[] text)
    {
        var names = FirstRows.PropertyNames(text, settings) ?? [];
        if (names.Contains("Item") && settings.Format != SourceFormat.DynamoDb)
            return OfJson(file, settings with { Format = SourceFormat.DynamoDb }, text);

        var collector = new Collector([.. names]);
        settings = settings with
        {
            Fields = collector.Table.Fields.ToDictionary(field => field.Name, field => new FieldMapping { Column = field.Name }),
        };
        var columns = new JsonColumns(collector.Table, settings, new Dictionary<string, byte[]>());
        var mapper = new RowMapper(columns.Plan, collector, collector.Table, settings, collector);
        new JsonLinesReader(columns, settings).Read(new MemoryStream(text), 0, mapper);
        return new(file, settings with { Fields = new Dictionary<string, FieldMapping>() }, collector.Columns);
    }

    /// <summary>Takes the texts of every column.</summary>
    private sealed class Collector(IReadOnlyList<string> names) : IRawWriter, IFieldObserver
    {
        private readonly List<string>[] _values = [.. names.Select(_ => new List<string>())];
        private readonly bool[] _isArray = new bool[names.Count];

        public IReadOnlyList<string> Names => names;

        public RawTable Table { get; } = new("raw_any", [.. names.Select(name => new RawField(name, new TextRule()))]);

        public IReadOnlyList<ColumnSample> Columns => [.. names.Select((name, i) => new ColumnSample(name, _values[i], _isArray[i]))];

        public void Saw(int field, TypedField value)
        {
            if (value.IsFilled)
            {
                _isArray[field] |= value.Flaw is not null;
                _values[field].Add(Encoding.UTF8.GetString(value.Source).Trim());
            }
        }

        public void BeginFile(int number) { }

        public void Set(int field, ReadOnlySpan<byte> text) { }

        public void Set(int field, long number) { }

        public void EndRow(long line, long? hash) { }

        public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw) { }

        public void DiscardFile() { }

        public void Commit() { }

        public void Dispose() { }
    }
}
