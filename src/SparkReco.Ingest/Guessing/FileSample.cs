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
    private const long MostBytesToCopy = 1 << 24;
    private static readonly string[] _delimiters = [",", ";", "\t", "|"];

    /// <summary>The texts that a column has at the end of the file, where logs have their latest events; none where that is far to go.</summary>
    public Func<ColumnSample, IReadOnlyList<string>> Last { get; private init; } = _ => [];

    /// <summary>The format that the file's name tells; null where it tells none.</summary>
    public SourceFormat? FormatOfName => FileFormat.Of(File.Path, new SourceSettings { Paths = [] });

    /// <summary>Looks at the first rows of a file.</summary>
    /// <exception cref="FileRejectedException">The file is damaged, or of no format that is read.</exception>
    public static FileSample Of(SourceFile file, SourceFiles sources, IColumnarReader columnar)
    {
        var settings = new SourceSettings { Paths = [file.Path] };
        if (FileFormat.Of(file.Path, settings) == SourceFormat.Parquet || IsParquet(file, sources))
            return OfParquet(file, settings with { Format = SourceFormat.Parquet }, columnar);

        using (var bytes = sources.Open(file, CancellationToken.None))
            settings = settings with { Encoding = TextStream.EncodingOf(bytes, file.Path) };
        settings = settings with { Format = FileFormat.Of(file.Path, settings) ?? SniffFormat(file, sources, settings) };
        using var source = sources.Open(file, CancellationToken.None);
        using var text = TextStream.Open(source, file.Path, settings);
        var head = new byte[MostBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        length = length < head.Length ? length : head.AsSpan().LastIndexOf((byte)'\n') + 1;
        var isPlain = settings.Encoding is null && !text.IsPacked && !text.IsTranscoded;
        byte[] End() => length < MostBytes / 2 ? head[..length] : ReadEnd(file, sources, settings, isPlain);
        return settings.Format == SourceFormat.Csv ? OfCsv(file, settings, head[..length], End) : OfJson(file, settings, head[..length], End);
    }

    private static bool IsParquet(SourceFile file, SourceFiles sources)
    {
        using var source = sources.Open(file, CancellationToken.None);
        var head = new byte[4];
        return source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == 4 && head.AsSpan().SequenceEqual("PAR1"u8);
    }

    /// <summary>The last lines of a text. Where it is packed or of another encoding, all of it has to be read.</summary>
    private static byte[] ReadEnd(SourceFile file, SourceFiles sources, SourceSettings settings, bool isPlain)
    {
        if (!isPlain && !file.FullPath.IsLocal && file.Size > MostBytesToCopy)
            return [];

        using var source = isPlain
            ? sources.Open(file, Math.Max(0, file.Size - MostBytes), file.Size, CancellationToken.None)
            : sources.Open(file, CancellationToken.None);
        using var text = isPlain ? source : TextStream.Open(source, file.Path, settings);
        var (last, next) = (new byte[MostBytes], new byte[MostBytes]);
        var (lastLength, length) = (0, 0);
        while (true)
        {
            length = text.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
            if (length < next.Length)
                break;

            (last, next, lastLength) = (next, last, length);
        }

        byte[] end = [.. last.AsSpan(0, lastLength), .. next.AsSpan(0, length)];
        return end[(end.AsSpan().IndexOf((byte)'\n') + 1)..];
    }

    private static SourceFormat SniffFormat(SourceFile file, SourceFiles sources, SourceSettings settings)
    {
        using var source = sources.Open(file, CancellationToken.None);
        using var text = TextStream.Open(source, file.Path, settings);
        var head = new byte[1];
        return text.Read(head) == 1 && head[0] is (byte)'{' or (byte)'[' ? SourceFormat.JsonLines : SourceFormat.Csv;
    }

    private static FileSample OfParquet(SourceFile file, SourceSettings settings, IColumnarReader columnar)
    {
        using var opened = columnar.Open(file, CancellationToken.None);
        var all = opened.ReadColumns();
        return new(
            file,
            settings,
            Sample(
                [.. all.Where(column => !column.IsStruct).Select(column => column.Name)],
                settings,
                (each, mapped) => Read(opened, each, mapped, MostRows)
            )
        )
        {
            Last = column => Collect([column.Name], settings, ReadAll)[0].Values,
        };

        void Read(IColumnarFile parquet, Collector collector, SourceSettings mapped, int mostRows)
        {
            var columns = new TabularColumns(file, all, collector.Table, mapped);
            var mapper = new RowMapper(columns.Plan, collector, collector.Table, mapped, collector);
            var rows = new ColumnarRows(columns, mapper, mayNeedOthers: false);
            parquet.Read(columns.UsedColumns, [], new FirstColumnarRows(rows, mostRows), CancellationToken.None);
        }

        void ReadAll(Collector collector, SourceSettings mapped)
        {
            using var again = columnar.Open(file, CancellationToken.None);
            again.ReadColumns();
            Read(again, collector, mapped, int.MaxValue);
        }
    }

    private static FileSample OfCsv(SourceFile file, SourceSettings settings, byte[] text, Func<byte[]> end)
    {
        var firstLine = Encoding.UTF8.GetString(text.AsSpan(0, text.AsSpan().IndexOf((byte)'\n') is var lineEnd and >= 0 ? lineEnd : text.Length));
        var usual = FileFormat.Delimiter(file.Path, settings);
        var delimiter = _delimiters.OrderByDescending(each => firstLine.Split(each).Length).ThenByDescending(each => each == usual).First();
        settings = delimiter == usual ? settings : settings with { Delimiter = delimiter };
        var looksLikeValues = firstLine.Split(delimiter).Any(name => name.Length > 0 && char.IsAsciiDigit(name.Trim('"', ' ')[..1].FirstOrDefault()));
        settings = settings with { HasHeader = !looksLikeValues };
        using var reader = new CsvReader(new MemoryStream(text), CsvDialect.Of(file.Path, settings), settings);
        return new(file, settings, Sample([.. reader.Names.Distinct()], settings, (each, mapped) => Read(each, mapped, text)))
        {
            Last = column => Collect([column.Name], settings with { Columns = reader.Names }, (each, mapped) => Read(each, mapped, end()))[0].Values,
        };

        void Read(Collector collector, SourceSettings mapped, byte[] rows)
        {
            using var again = new CsvReader(new MemoryStream(rows), CsvDialect.Of(file.Path, mapped), mapped);
            var columns = new TabularColumns(file, SourceColumn.Of(again.Names), collector.Table, mapped);
            again.Read(columns, new RowMapper(columns.Plan, collector, collector.Table, mapped, collector), CancellationToken.None);
        }
    }

    /// <summary>The columns of a table; in the place of those that hold JSON stand the paths into them.</summary>
    private static IReadOnlyList<ColumnSample> Sample(IReadOnlyList<string> names, SourceSettings settings, Action<Collector, SourceSettings> read)
    {
        var columns = Collect(names, settings, read);
        var json = columns
            .Select(column => (column.Name, Paths: PathsInto(column)))
            .Where(column => column.Paths.Count > 0)
            .ToDictionary(column => column.Name, column => column.Paths);
        return json.Count == 0 ? columns : Collect([.. names.SelectMany(name => json.GetValueOrDefault(name) ?? [name]).Distinct()], settings, read);
    }

    private static IReadOnlyList<ColumnSample> Collect(IReadOnlyList<string> names, SourceSettings settings, Action<Collector, SourceSettings> read)
    {
        var collector = new Collector(names);
        read(
            collector,
            settings with
            {
                Fields = collector.Table.Fields.ToDictionary(field => field.Name, field => new FieldMapping { Column = field.Name }),
            }
        );
        return collector.Columns;
    }

    private static IReadOnlyList<string> PathsInto(ColumnSample column)
    {
        if (!column.Values.Any(value => value is ['{' or '[', ..]))
            return [];

        var name = JsonSerializer.Serialize(column.Name);
        var lines = string.Join('\n', column.Values.Select(value => $"{{{name}:{value}}}"));
        return
        [
            .. (JsonNames.Of(Encoding.UTF8.GetBytes(lines), new SourceSettings { Paths = [] }, withSelectors: true) ?? []).Where(path =>
                path != column.Name
            ),
        ];
    }

    private static FileSample OfJson(SourceFile file, SourceSettings settings, byte[] text, Func<byte[]> end)
    {
        var names = JsonNames.Of(text, settings, withSelectors: true) ?? [];
        if (names.Contains("Item") && settings.Format != SourceFormat.DynamoDb)
            return OfJson(file, settings with { Format = SourceFormat.DynamoDb }, text, end);

        return new(file, settings, Collect([.. names], settings, (each, mapped) => Read(each, mapped, text)))
        {
            Last = column => Collect([column.Name], settings, (each, mapped) => Read(each, mapped, end()))[0].Values,
        };

        static void Read(Collector collector, SourceSettings mapped, byte[] lines)
        {
            var columns = new JsonColumns(collector.Table, mapped, new Dictionary<string, byte[]>());
            var mapper = new RowMapper(columns.Plan, collector, collector.Table, mapped, collector);
            new JsonLinesReader(columns, mapped).Read(new MemoryStream(lines), 0, mapper);
        }
    }

    /// <summary>Takes the texts of every column; of very many the last.</summary>
    private sealed class Collector(IReadOnlyList<string> names) : IRawWriter, IFieldObserver
    {
        private const int MostValues = 20_000;

        private readonly List<string>[] _values = [.. names.Select(_ => new List<string>())];
        private readonly bool[] _isArray = new bool[names.Count];

        public RawTable Table { get; } = new("raw_any", [.. names.Select(name => new RawField(name, new TextRule()))]);

        public IReadOnlyList<ColumnSample> Columns => [.. names.Select((name, i) => new ColumnSample(name, _values[i], _isArray[i]))];

        public void Saw(int field, TypedField value)
        {
            if (value.IsFilled)
            {
                _isArray[field] |= value.Flaw is not null;
                if (_values[field].Count >= 2 * MostValues)
                    _values[field].RemoveRange(0, MostValues);
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
