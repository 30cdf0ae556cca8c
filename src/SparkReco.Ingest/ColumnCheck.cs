namespace SparkReco.Ingest;

/// <summary>
/// Looks at the columns of every CSV and Parquet file before any row is read. A column that the settings name must be in at least one file;
/// a required field needs a column in each.
/// </summary>
internal sealed class ColumnCheck(RawTable table, SourceSettings settings, SourceFiles sources, IColumnarReader? columnar)
{
    private const int MaxProblems = 20;

    private readonly List<string> _problems = [];
    private readonly Dictionary<string, TabularColumns> _missing = [];
    private readonly HashSet<string> _present = [];

    public void Run(IEnumerable<SourceFile> files, CancellationToken cancellation)
    {
        foreach (var file in files)
            Add(file, cancellation);

        foreach ((var column, var example) in _missing.Where(pair => !_present.Contains(pair.Key)))
            _problems.Add(
                $"{settings.Key}.{(settings.Where.ContainsKey(column) ? "where" : "fields")}: no file has the column {column} ({example.File}). {example.Describe(column)}"
            );

        if (_problems.Count > MaxProblems)
        {
            _problems.RemoveRange(MaxProblems, _problems.Count - MaxProblems);
            _problems.Add("... and more problems of the same kind");
        }

        if (_problems.Count > 0)
            throw new SourceConfigurationException(_problems);
    }

    private void Add(SourceFile file, CancellationToken cancellation)
    {
        var format = FileFormat.Of(file.Path, settings);
        if (format is null)
        {
            _problems.Add(
                FileFormat.UnreadPacking(file.Path) is { } packing
                    ? $"{file.Path}: {packing} is not read. Unpack the file, or pack it with gzip, bzip2 or zstd."
                    : $"{file.Path}: the name does not tell the format. Set {settings.Key}.format to jsonlines, dynamodb, csv or parquet."
            );
        }
        else if (format == SourceFormat.Parquet && columnar is null)
        {
            _problems.Add($"{file.Path}: Parquet cannot be read by this engine");
        }
        else if (format is SourceFormat.Csv or SourceFormat.Parquet && file.Size > 0)
        {
            AddColumns(file, format.Value, cancellation);
        }
    }

    private void AddColumns(SourceFile file, SourceFormat format, CancellationToken cancellation)
    {
        try
        {
            var all = format == SourceFormat.Csv ? CsvColumns(file, cancellation) : columnar!.ReadColumns(file);
            if (all.Count == 0)
                return;

            var columns = new TabularColumns(file, all, table, settings);
            if (columns.Problems.Count + columns.Missing.Count > 0 && IsDamaged(file, cancellation))
                return;

            _problems.AddRange(columns.Problems);
            columns.Missing.ForEach(column => _missing.TryAdd(column, columns));
            _present.UnionWith(columns.UsedNames);
            if (format == SourceFormat.Parquet)
                AddColumnarProblems(file, columns, all);
        }
        catch (FileRejectedException)
        {
            // The file has no columns that can be read. Reading it will say so, and reject it.
        }
    }

    /// <summary>Whether a file's columns are wrong because its compressed bytes are: that rejects the file, and says nothing of the settings.</summary>
    private bool IsDamaged(SourceFile file, CancellationToken cancellation)
    {
        if (Compression.OfName(file.Path) is null)
            return false;

        try
        {
            using var bytes = sources.Open(file, cancellation);
            using var text = TextStream.Open(bytes, file.Path, settings);
            text.CopyTo(Stream.Null);
            return false;
        }
        catch (FileRejectedException)
        {
            return true;
        }
    }

    private void AddColumnarProblems(SourceFile file, TabularColumns columns, IReadOnlyList<SourceColumn> all)
    {
        foreach (var column in columns.UsedColumns)
        {
            if (columns.ColumnsOfFields.Contains(column) && all.First(other => other.Name == column).IsNested)
                _problems.Add(
                    $"{file.Path}: the column {column} is nested: name what is in it, such as {all.FirstOrDefault(other => other.Name.StartsWith(column + ".", StringComparison.Ordinal))?.Name ?? $"{column}.NAME"}"
                );

            string[] twins = [.. all.Select(other => other.Name).Where(name => name.Equals(column, StringComparison.OrdinalIgnoreCase))];
            if (twins.Length > 1)
                _problems.Add($"{file.Path}: the columns {string.Join(", ", twins)} differ by case only, so {column} cannot be read");
        }
    }

    private IReadOnlyList<SourceColumn> CsvColumns(SourceFile file, CancellationToken cancellation)
    {
        using var bytes = sources.Open(file, cancellation);
        using var text = TextStream.Open(bytes, file.Path, settings);
        using var reader = new CsvReader(text, CsvDialect.Of(file.Path, settings), settings);
        return SourceColumn.Of(reader.Names);
    }
}
