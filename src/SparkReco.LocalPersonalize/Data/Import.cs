namespace SparkReco.LocalPersonalize.Data;

/// <summary>Reads the CSV files of an import job into a table.</summary>
internal static class Import
{
    public const int FewestInteractions = 1000;
    public const int MostEventTypesAndColumns = 10;

    // Seconds of the year 2286; what is more are milliseconds.
    private const double LatestSecond = 1e10;

    /// <summary>The files' rows, in the order of the schema's columns.</summary>
    public static Table Read(DatasetSchema schema, IEnumerable<Func<Stream>> files, CancellationToken cancellation)
    {
        ColumnBuilder[] builders = [.. schema.Fields.Select(ColumnBuilder.For)];
        var rows = 0L;
        foreach (var open in files)
        {
            using var stream = open();
            try
            {
                rows += Read(schema, new CsvScanner(stream), builders, cancellation);
            }
            catch (InvalidDataException error)
            {
                throw Failed(schema, $"Input CSV is not valid: {error.Message}.");
            }
        }

        if (schema.DatasetType == "Interactions" && rows < FewestInteractions)
            throw Failed(schema, $"Input CSV has {rows} rows. Interactions must have at least {FewestInteractions}.");
        if (rows == 0)
            throw Failed(schema, "Input CSV has no rows.");
        var table = new Table([.. builders.Select(builder => builder.Build())]);
        CheckTimes(schema, table);
        CheckEventTypes(schema, table);
        return table;
    }

    /// <summary>
    /// Interactions in the order of time, and of one second in that of their users' and items' ids, whatever the order of the rows was. Of rows with
    /// the same user, item and time there is one: that with the first event type, and of these with the least value.
    /// </summary>
    public static Table InOrderOfTime(Table table)
    {
        var (users, items) = (table.Texts("USER_ID")!, table.Texts("ITEM_ID")!);
        var (userRanks, itemRanks) = (Ranks(users), Ranks(items));
        var (types, values) = (table.Texts("EVENT_TYPE"), table.Numbers("EVENT_VALUE"));
        var typeRanks = types is null ? [] : Ranks(types);
        var order = new int[table.Count];
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        var times = table.Numbers("TIMESTAMP")!.Values.ToArray();
        Array.Sort(times, order);

        var kept = 0;
        var keys = new ulong[order.Length];
        for (var start = 0; start < order.Length; )
        {
            var end = start + 1;
            while (end < order.Length && times[end] == times[start])
                end++;
            for (var index = start; index < end; index++)
                keys[index] = ((ulong)userRanks[users.Codes[order[index]]] << 32) | (uint)itemRanks[items.Codes[order[index]]];
            Array.Sort(keys, order, start, end - start);
            for (var index = start; index < end; index++)
            {
                if (index == start || keys[index] != keys[index - 1])
                    order[kept++] = order[index];
                else if (IsBefore(order[index], order[kept - 1]))
                    order[kept - 1] = order[index];
            }

            start = end;
        }

        return table.Of(order.AsSpan(0, kept));

        bool IsBefore(int row, int other)
        {
            var byType = types is null ? 0 : TypeRank(row).CompareTo(TypeRank(other));
            return byType != 0 ? byType < 0 : values is not null && values.Values[row].CompareTo(values.Values[other]) < 0;
        }

        int TypeRank(int row) => types.Codes[row] is >= 0 and var code ? typeRanks[code] : -1;
    }

    /// <summary>The rank of each word by the order of its characters.</summary>
    private static int[] Ranks(TextColumn column)
    {
        var ranks = new int[column.Words.Count];
        foreach (var (rank, word) in Enumerable.Range(0, ranks.Length).OrderBy(word => column.Words[word], StringComparer.Ordinal).Index())
            ranks[word] = rank;
        return ranks;
    }

    /// <summary>Rows of users or items, the last of each id.</summary>
    public static Table LatestOfEach(Table table, string id)
    {
        var ids = table.Texts(id)!;
        var last = new int[ids.Words.Count];
        for (var row = 0; row < table.Count; row++)
            last[ids.Codes[row]] = row;
        return table.Of([.. last.Order()]);
    }

    /// <summary>The rows of one table and then of another; columns that one of them lacks are empty in its rows.</summary>
    public static Table Append(Table former, Table added) =>
        former.Count == 0 ? added : new([.. added.Columns.Select(column => Append(former.Find(column.Name), former.Count, column))]);

    public static JobFailedException Failed(DatasetSchema schema, string reason) =>
        new($"Failed to create a data import job for {schema.DatasetType} dataset. {reason}");

    private static Column Append(Column? former, int rows, Column added)
    {
        if (added is NumberColumn numbers)
        {
            var values = new double[rows + numbers.Count];
            values.AsSpan(0, rows).Fill(double.NaN);
            (former as NumberColumn)?.Values.CopyTo(values);
            numbers.Values.CopyTo(values.AsSpan(rows));
            return new NumberColumn(added.Name, values);
        }

        var texts = (TextColumn)added;
        List<string> words = [.. (former as TextColumn)?.Words ?? []];
        var codeOf = words.Index().ToDictionary(word => word.Item, word => word.Index);
        var codes = new int[rows + texts.Count];
        codes.AsSpan(0, rows).Fill(-1);
        (former as TextColumn)?.Codes.CopyTo(codes);
        for (var row = 0; row < texts.Count; row++)
        {
            var code = -1;
            if (texts.TextAt(row) is { } word && !codeOf.TryGetValue(word, out code))
            {
                code = words.Count;
                codeOf.Add(word, code);
                words.Add(word);
            }

            codes[rows + row] = code;
        }

        return new TextColumn(added.Name, [.. words], codes);
    }

    private static long Read(DatasetSchema schema, CsvScanner scanner, ColumnBuilder[] builders, CancellationToken cancellation)
    {
        if (!scanner.Read())
            throw Failed(schema, "Input CSV is empty: it has no header.");
        CheckHeader(schema, scanner);
        var rows = 0L;
        while (scanner.Read())
        {
            if (scanner.FieldCount != builders.Length)
            {
                throw Failed(
                    schema,
                    $"Input CSV has {scanner.FieldCount} values in record {scanner.Record}, where the schema has {builders.Length} columns."
                );
            }

            for (var field = 0; field < builders.Length; field++)
                builders[field].Add(scanner[field], scanner.IsQuoted(field), scanner.Record);
            if (++rows % 65_536 == 0)
                cancellation.ThrowIfCancellationRequested();
        }

        return rows;
    }

    private static void CheckHeader(DatasetSchema schema, CsvScanner scanner)
    {
        string[] header = [.. Enumerable.Range(0, scanner.FieldCount).Select(scanner.TextOf)];
        string[] expected = [.. schema.Fields.Select(field => field.Name)];
        string[] missing = [.. expected.Except(header)];
        if (missing.Length > 0)
            throw Failed(schema, $"Input CSV is missing the following columns:[{string.Join(", ", missing)}].");
        if (!header.SequenceEqual(expected))
        {
            throw Failed(
                schema,
                $"Input CSV has the columns [{string.Join(", ", header)}], where the schema has [{string.Join(", ", expected)}] in this order."
            );
        }
    }

    private static void CheckTimes(DatasetSchema schema, Table table)
    {
        foreach (var name in (string[])["TIMESTAMP", "CREATION_TIMESTAMP"])
        {
            if (table.Numbers(name) is not { } times)
                continue;
            foreach (var time in times.Values)
            {
                if (time is < 0 or > LatestSecond)
                    throw Failed(schema, $"Input CSV has {time} in the column {name}, which must be a Unix time in seconds, not in milliseconds.");
            }
        }
    }

    private static void CheckEventTypes(DatasetSchema schema, Table table)
    {
        if (schema.DatasetType != "Interactions" || table.Texts("EVENT_TYPE") is not { } types)
            return;
        string[] known = ["USER_ID", "ITEM_ID", "TIMESTAMP", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE"];
        var columns = schema.Fields.Count(field => !known.Contains(field.Name));
        if (types.Words.Count + columns > MostEventTypesAndColumns)
        {
            throw Failed(
                schema,
                $"Input CSV has {types.Words.Count} event types and {columns} optional columns. Together they may be at most {MostEventTypesAndColumns}."
            );
        }
    }
}
