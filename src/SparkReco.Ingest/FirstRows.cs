using System.Text;
using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>What the first rows of a source say about its settings: what makes a run useless, and what rejects some rows.</summary>
public sealed record FirstLook(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);

/// <summary>Reads the first rows of a source's files as a load would, and says what it would reject.</summary>
public static class FirstRows
{
    private const int MostFiles = 20;
    private const int MostRows = 1000;
    private const int MostReasons = 5;
    private const int MostBytes = 1 << 18;
    private const long MostBytesToCopy = 1 << 24;

    /// <summary>Looks at some files, of which the columns are known to fit.</summary>
    public static FirstLook Look(
        RawTable table,
        SourceSettings settings,
        SourceFiles sources,
        IReadOnlyList<SourceFile> files,
        IColumnarReader? columnar
    )
    {
        List<string> problems = [];
        List<string> warnings = [];
        List<Rejection> rejections = [];
        long rows = 0;
        var isAllSeen = files.Count <= MostFiles;
        foreach (var file in files.Take(MostFiles / 2).Concat(files.Skip(MostFiles / 2).TakeLast(MostFiles / 2)))
        {
            var sample = new Sample(file);
            try
            {
                var isSeen = Read(sample, table, settings, sources, columnar);
                isAllSeen &= isSeen;
            }
            catch (FileRejectedException rejected)
            {
                problems.Add($"{file.Path}: {rejected.Message}");
                isAllSeen = false;
                continue;
            }

            rows += sample.Rows;
            (RawField Field, string Problem)[] missing = [.. sample.Names is null ? [] : MissingFields(table, settings, file, sample.Names)];
            string[] required = [.. missing.Where(each => each.Field.IsRequired).Select(each => each.Problem)];
            problems.AddRange(required);
            warnings.AddRange(missing.Where(each => !each.Field.IsRequired).Select(each => each.Problem));
            rejections.AddRange(required.Length > 0 ? [] : sample.Rejections);
        }

        if (rows == 0 && isAllSeen)
            problems.Add($"{settings.Key}: {(files.Count == 1 ? $"{files[0].Path} has" : $"the {files.Count:N0} files have")} no rows");

        var isUseless = rejections.Count == rows;
        (isUseless ? problems : warnings).AddRange(
            rejections
                .GroupBy(rejection => rejection.Reason)
                .OrderByDescending(group => group.Count())
                .Take(MostReasons)
                .Select(group =>
                    $"{settings.Key}: {group.Count():N0} of the first {rows:N0} {(rows == 1 ? "row" : "rows")}{(isUseless ? ", of which none is kept" : "")}: {group.Key}; the first is {group.First().Place}{(group.First().Value is { } value ? $" with '{value}'" : "")}"
                )
        );
        return new(problems, warnings);
    }

    /// <summary>False when a file was not looked at.</summary>
    private static bool Read(Sample sample, RawTable table, SourceSettings settings, SourceFiles sources, IColumnarReader? columnar)
    {
        var format = FileFormat.Of(sample.File.Path, settings);
        if (format == SourceFormat.Parquet)
        {
            var isNear = sample.File.FullPath.IsLocal || sample.File.Size <= MostBytesToCopy;
            if (isNear)
            {
                using var opened = columnar!.Open(sample.File, CancellationToken.None);
                var columns = new TabularColumns(sample.File, [.. opened.ReadColumns().Select(column => column.Name)], table, settings);
                opened.Read(
                    columns.UsedColumns,
                    [],
                    new FirstColumnarRows(new ColumnarRows(columns, new RowMapper(columns.Plans, sample, table, settings), mayNeedOthers: false)),
                    CancellationToken.None
                );
            }

            return isNear;
        }

        using var source = sources.Open(sample.File, CancellationToken.None);
        using var text = TextStream.Open(source, sample.File.Path);
        var head = new byte[MostBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var isWhole = length < head.Length;
        length = isWhole ? length : head.AsSpan().LastIndexOf((byte)'\n') + 1;
        using var rows = new MemoryStream(head, 0, length);
        if (format == SourceFormat.Csv)
        {
            using var reader = new CsvReader(rows, FileFormat.Delimiter(sample.File.Path, settings), settings);
            var columns = new TabularColumns(sample.File, reader.Names, table, settings);
            reader.Read(columns, new RowMapper(columns.Plans, sample, table, settings), CancellationToken.None);
            sample.ForgetCut(isWhole);
        }
        else
        {
            var columns = new JsonColumns(table, settings, PathColumns.Of(sample.File.Path));
            new JsonLinesReader(columns, settings.MaxLineBytes).Read(rows, 0, new RowMapper(columns.Plans, sample, table, settings));
            sample.Names = PropertyNames(head.AsMemory(0, length));
        }

        return true;
    }

    /// <summary>The names of all properties, those of objects within objects with their path; null when no line is an object.</summary>
    private static HashSet<string>? PropertyNames(ReadOnlyMemory<byte> lines)
    {
        HashSet<string>? names = null;
        foreach (var line in Encoding.UTF8.GetString(lines.Span).Split('\n').Take(MostRows))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                    AddNames(document.RootElement, "", names ??= []);
            }
            catch (JsonException)
            {
                // Such a line is rejected, and told.
            }
        }

        return names;
    }

    private static void AddNames(JsonElement parent, string path, HashSet<string> names)
    {
        foreach (var property in parent.EnumerateObject())
        {
            names.Add(path + property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object)
                AddNames(property.Value, $"{path}{property.Name}.", names);
        }
    }

    /// <summary>JSON has no header: a property that no line has may come later, but a field that needs it is most likely mapped wrongly.</summary>
    private static IEnumerable<(RawField Field, string Problem)> MissingFields(
        RawTable table,
        SourceSettings settings,
        SourceFile file,
        HashSet<string> names
    )
    {
        string[] known = [.. names.Concat(PathColumns.Of(file.Path).Keys).Order(StringComparer.Ordinal)];
        foreach (var field in table.Fields)
        {
            var mapping = settings.Fields.GetValueOrDefault(field.Name) ?? new();
            string[] columns =
            [
                .. mapping.Column is null ? [] : new[] { mapping.Column },
                .. mapping.Join ?? [],
                .. mapping.PlusDays is null ? [] : new[] { mapping.PlusDays },
            ];
            var missing = columns.FirstOrDefault(column => !known.Contains(column));
            var isDefault = columns.Length == 0 && mapping.Constant is null;
            if (
                isDefault
                && field.IsRequired
                && !known.Any(name => field.Aliases.Prepend(field.Name).Contains(name, StringComparer.OrdinalIgnoreCase))
            )
                missing = field.Name;

            if (missing is not null)
                yield return (
                    field,
                    $"{file.Path}: no property {missing} in the first rows. Properties: {string.Join(", ", known)}. Map the one that is meant in {settings.Key}.fields.{field.Name}{NearestName.Hint(missing, known)}"
                );
        }
    }

    private readonly record struct Rejection(string Place, string Reason, string? Value);

    /// <summary>Counts rows and keeps what is rejected.</summary>
    private sealed class Sample(SourceFile file) : IRawWriter
    {
        public SourceFile File => file;

        public long Rows { get; private set; }

        public List<Rejection> Rejections { get; } = [];

        public HashSet<string>? Names { get; set; }

        public void EndRow(long line, long? hash) => Rows++;

        public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw)
        {
            Rows++;
            Rejections.Add(new($"{file.Path}:{line}", reason, value));
        }

        /// <summary>The last row of a cut text may end inside a quote.</summary>
        public void ForgetCut(bool isWhole)
        {
            if (!isWhole && Rejections is [.., { Reason: "unterminated quote" }])
            {
                Rejections.RemoveAt(Rejections.Count - 1);
                Rows--;
            }
        }

        public void BeginFile(int number) { }

        public void Set(int field, ReadOnlySpan<byte> text) { }

        public void Set(int field, long number) { }

        public void DiscardFile() { }

        public void Commit() { }

        public void Dispose() { }
    }

    /// <summary>Wants no more rows than the first.</summary>
    private sealed class FirstColumnarRows(ColumnarRows rows) : IColumnarRows
    {
        private int _rows;

        public void Set(int column, ReadOnlySpan<byte> text) => rows.Set(column, text);

        public void SetNull(int column) => rows.SetNull(column);

        public void Set(int column, long number) => rows.Set(column, number);

        public void Set(int column, double number) => rows.Set(column, number);

        public bool EndRow() => rows.EndRow() && ++_rows < MostRows;
    }
}
