namespace SparkReco.Ingest;

/// <summary>What the first rows of a source say about its settings: what makes a run useless, what rejects some rows or costs values, and what fields hold.</summary>
public sealed record FirstLook(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, InputProfile? Profile);

/// <summary>Reads the first rows of a source's files as a load would, and says what it would reject.</summary>
public sealed class FirstRows : IDisposable
{
    private const int MostFiles = 20;
    private const int MostRows = 1000;
    private const int MostReasons = 5;
    private const int MostValues = 3;
    private const int MostBytes = 1 << 18;
    private const long MostBytesToCopy = 1 << 24;

    private readonly RawTable _table;
    private readonly SourceSettings _settings;
    private readonly SourceFiles _sources;
    private readonly IColumnarReader? _columnar;
    private readonly RowSample _sample;
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    private FirstRows(RawTable table, SourceSettings settings, SourceFiles sources, IColumnarReader? columnar)
    {
        (_table, _settings, _sources, _columnar) = (table, settings, sources, columnar);
        _sample = new(table, settings);
    }

    /// <summary>Looks at some files, of which the columns are known to fit.</summary>
    public static FirstLook Look(
        RawTable table,
        SourceSettings settings,
        SourceFiles sources,
        IReadOnlyList<SourceFile> files,
        IColumnarReader? columnar
    )
    {
        using var rows = new FirstRows(table, settings, sources, columnar);
        return rows.Look(files);
    }

    /// <inheritdoc/>
    public void Dispose() => _sample.Dispose();

    private FirstLook Look(IReadOnlyList<SourceFile> files)
    {
        var isAllSeen = files.Count <= MostFiles;
        foreach (var file in files.Take(MostFiles / 2).Concat(files.Skip(MostFiles / 2).TakeLast(MostFiles / 2)))
        {
            try
            {
                isAllSeen &= Read(file);
            }
            catch (FileRejectedException rejected)
            {
                _problems.Add($"{file.Path}: {rejected.Message}");
                isAllSeen = false;
            }
        }

        var profile = _sample.Profile();
        if (profile.Rows == 0 && isAllSeen)
            _problems.Add($"{_settings.Key}: {(files.Count == 1 ? $"{files[0].Path} has" : $"the {files.Count:N0} files have")} no rows");
        else if (profile.Rows > 0 && profile.LeftOut == profile.Rows)
            _warnings.Add($"{_settings.Key}: all of the first {profile.Rows:N0} rows are left out by {_settings.Key}.where");

        if (_problems.Count == 0)
        {
            TellRejections(profile.Kept + profile.Rejected);
            TellEmptyPaths(profile);
        }

        return new(_problems, _warnings, profile);
    }

    /// <summary>A path that leads nowhere is most likely wrong; a column that is not there was told.</summary>
    private void TellEmptyPaths(InputProfile profile)
    {
        foreach (var field in profile.Fields.Where(field => field.Filled == 0 && profile.Kept + profile.Rejected > 0))
        {
            var key = $"{_settings.Key}.fields.{field.Field}";
            var columns = _settings.Fields.GetValueOrDefault(field.Field)?.Columns ?? [];
            if (
                columns.Any(column => ColumnPath.Parse(column).Count > 0)
                && !_warnings.Exists(warning => warning.Contains(key, StringComparison.Ordinal))
            )
                _warnings.Add($"{key}: nothing is at {string.Join(" or ", columns)} in the first rows");
        }
    }

    private void TellRejections(long rows)
    {
        var isUseless = _sample.Rejections.Count == rows && rows > 0;
        var of = $"of the first {rows:N0} {(rows == 1 ? "row" : "rows")}";
        (isUseless ? _problems : _warnings).AddRange(
            _sample
                .Rejections.GroupBy(rejection => rejection.Reason)
                .OrderByDescending(group => group.Count())
                .Take(MostReasons)
                .Select(group =>
                    $"{_settings.Key}: {group.Count():N0} {of}{(isUseless ? ", of which none is kept" : "")}: {group.Key}{ValuesOf(group)}; the first is {group.First().Place}"
                )
        );
        _warnings.AddRange(
            _sample
                .Flaws()
                .OrderByDescending(flaw => flaw.Rows)
                .Take(MostReasons)
                .Select(flaw =>
                    $"{_settings.Key}: in {flaw.Rows:N0} {of} a value is left out and the row kept: {FlawOf(flaw.Field, flaw.Flaw)}{Listed(flaw.Values)}"
                )
        );
    }

    /// <summary>A flaw of a value names its field; one of what it is read from names that.</summary>
    private static string FlawOf(string field, string flaw) => flaw.StartsWith($"{field} ", StringComparison.Ordinal) ? flaw : $"{flaw} ({field})";

    private static string ValuesOf(IEnumerable<Rejection> rejections) =>
        Listed([
            .. rejections
                .Where(rejection => rejection.Value is not null)
                .GroupBy(rejection => rejection.Value!)
                .OrderByDescending(value => value.Count())
                .ThenBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => (value.Key, (long)value.Count())),
        ]);

    /// <summary>The commonest values: <c>: 'gratis' (200 rows), 'premium' (100)</c>.</summary>
    private static string Listed(IReadOnlyList<(string Value, long Rows)> values)
    {
        var shown = values.Where(value => value.Value.Length > 0).Take(MostValues).ToArray();
        var words = shown.Select((value, i) => $"'{value.Value}' ({value.Rows:N0}{(i > 0 ? "" : value.Rows == 1 ? " row" : " rows")})");
        var others = values.Count - shown.Length;
        return shown.Length == 0 ? "" : $": {string.Join(", ", words)}{(others > 0 ? $" and {others:N0} more" : "")}";
    }

    /// <summary>False when a file was not looked at.</summary>
    private bool Read(SourceFile file)
    {
        _sample.File = file.Path;
        var format = FileFormat.Of(file.Path, _settings);
        if (format == SourceFormat.Parquet)
        {
            var isNear = file.FullPath.IsLocal || file.Size <= MostBytesToCopy;
            if (isNear)
                ReadColumnar(file);

            return isNear;
        }

        using var source = _sources.Open(file, CancellationToken.None);
        using var text = TextStream.Open(source, file.Path, _settings);
        var head = new byte[MostBytes];
        var length = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var isWhole = length < head.Length;
        length = isWhole ? length : head.AsSpan().LastIndexOf((byte)'\n') + 1;
        using var rows = new MemoryStream(head, 0, length);
        if (format == SourceFormat.Csv)
        {
            ReadCsv(file, rows);
            if (!isWhole)
                _sample.ForgetCut();
        }
        else
        {
            var columns = new JsonColumns(_table, _settings, PathColumns.Of(file.Path));
            var mapper = Mapper(columns.Plan);
            new JsonLinesReader(columns, _settings).Read(rows, _settings.SkipLines, mapper);
            _sample.LeftOut += mapper.LeftOutRows;
            TellMissing(file, head.AsMemory(0, length));
        }

        return isWhole || length > 0;
    }

    private void ReadColumnar(SourceFile file)
    {
        using var opened = _columnar!.Open(file, CancellationToken.None);
        var columns = new TabularColumns(file, opened.ReadColumns(), _table, _settings);
        var mapper = Mapper(columns.Plan);
        opened.Read(
            columns.UsedColumns,
            [],
            new FirstColumnarRows(new ColumnarRows(columns, mapper, mayNeedOthers: false), MostRows),
            CancellationToken.None
        );
        _sample.LeftOut += mapper.LeftOutRows;
    }

    private void ReadCsv(SourceFile file, Stream rows)
    {
        using var reader = new CsvReader(rows, CsvDialect.Of(file.Path, _settings), _settings);
        var columns = new TabularColumns(file, SourceColumn.Of(reader.Names), _table, _settings);
        var mapper = Mapper(columns.Plan);
        reader.Read(columns, mapper, CancellationToken.None);
        _sample.LeftOut += mapper.LeftOutRows;
    }

    private RowMapper Mapper(RowPlan plan) => new(plan, _sample, _table, _settings, _sample);

    private void TellMissing(SourceFile file, ReadOnlyMemory<byte> lines)
    {
        if (JsonNames.Of(lines.Span, _settings) is not { } names)
            return;

        foreach (var (field, problem) in MissingFields(file, names))
            (field?.IsRequired == false ? _warnings : _problems).Add(problem);
    }

    /// <summary>JSON has no header: a property that no line has may come later, but a field or filter that needs it is most likely mapped wrongly.</summary>
    private IEnumerable<(RawField? Field, string Problem)> MissingFields(SourceFile file, HashSet<string> names)
    {
        string[] known = [.. names.Concat(PathColumns.Of(file.Path).Keys).Order(StringComparer.Ordinal)];
        bool IsKnown(string column) => known.Contains(column) || known.Contains(ColumnPath.WithoutSelectors(column));
        string Problem(string missing, string setting) =>
            $"{file.Path}: no property {missing} in the first rows. Properties: {string.Join(", ", known)}. Map the one that is meant in {setting}{NearestName.Hint(missing, known)}{(known.Contains("Item") ? $"; is it an export of DynamoDB? Set {_settings.Key}.format to dynamodb" : "")}";
        foreach (var column in _settings.Where.Keys.Where(column => !IsKnown(column)))
            yield return (null, Problem(column, $"{_settings.Key}.where"));

        foreach (var field in _table.Fields)
        {
            var mapping = _settings.Fields.GetValueOrDefault(field.Name) ?? new();
            var missing =
                mapping.First is null ? mapping.Columns.FirstOrDefault(column => !IsKnown(column))
                : !mapping.First.Any(IsKnown) ? mapping.First[0]
                : null;
            var isDefault = mapping.Columns.Count == 0 && mapping.Constant is null;
            if (
                isDefault
                && field.IsRequired
                && !known.Any(name => field.Aliases.Prepend(field.Name).Contains(name, StringComparer.OrdinalIgnoreCase))
            )
                missing = field.Name;

            if (missing is not null)
                yield return (field, Problem(missing, $"{_settings.Key}.fields.{field.Name}"));
        }
    }
}
