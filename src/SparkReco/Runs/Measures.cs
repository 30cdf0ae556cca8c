using SparkReco.Ingest;
using SparkReco.Models;

namespace SparkReco.Runs;

/// <summary>Figures of a stage that its record keeps, and that the quality gate and people read.</summary>
public static class Measures
{
    internal sealed record RawRejections(string RawTable, string Reason, long Rows);

    internal sealed record InputCounts(string Input, long Rows, long Kept, long Rejected, long Duplicates, long Conflicts, long LeftOut);

    internal sealed record RejectedFile(string Source, string Reason);

    internal sealed record FrequentReason(string Reason, long Rows, string Example, string Value, long Reasons);

    internal sealed record KeptRows(string Input, long Kept);

    internal sealed record ListCounts(long EligibleUsers, long UsersWithList);

    internal static readonly Query<RawRejections> RejectedRawRows = new("Runs/Queries/rejected_raw_rows.sql");
    internal static readonly Query<InputCounts> RowCountsByInput = new("Runs/Queries/row_counts_by_input.sql");
    internal static readonly Query<RejectedFile> RejectedFiles = new("Runs/Queries/rejected_files.sql");
    internal static readonly Query<FrequentReason> FrequentReasons = new("Runs/Queries/frequent_reasons.sql");
    internal static readonly Query<KeptRows> KeptByTable = new("Runs/Queries/kept_rows.sql");
    internal static readonly Query<ListCounts> CountedLists = new("Runs/Queries/list_counts.sql");

    /// <summary>Fields that the settings map to columns and that no row has: JSON does not tell a column that is not there from one that is empty.</summary>
    public static async Task FindEmptyFieldsAsync(StageContext context, CancellationToken cancellation)
    {
        var rejections = await RejectedRawRows.ReadAsync(context.Readable, context.Settings, cancellation);
        foreach (var (table, sources) in context.Settings.Inputs.ByTable())
        {
            (RawField Field, SourceSettings Source)[] mapped =
            [
                .. from field in table.Fields
                // A row without a required field is none that was kept.
                where field.Default is null && !field.IsRequired
                from source in sources
                    .Select(source => source.Files)
                    .Where(source => source.Fields.GetValueOrDefault(field.Name) is { Columns.Count: > 0 })
                    .Take(1)
                select (field, source),
            ];
            if (mapped.Length == 0)
                continue;
            var model = RawModels.All.Single(raw => raw.Name == table.Name);
            var counts = await context.Engine.CountAsync(model, [.. mapped.Select(field => $"{field.Field.Column} is not null")], cancellation);
            foreach (var ((field, source), filled) in mapped.Zip(counts.Matches))
            {
                if (counts.Rows == 0 || filled > 0)
                    continue;
                var setting = $"{source.Key}.fields.{field.Name}";
                var columns = string.Join("', '", source.Fields[field.Name].Columns);
                var rejected = rejections
                    .Where(row => row.RawTable == table.Name && row.Reason.Contains(field.Name, StringComparison.Ordinal))
                    .Sum(row => row.Rows);
                context.Note(
                    rejected > 0
                        ? $"no row of the {table.Name[4..]} that was kept has a {field.Name}: {rejected:N0} hold in '{columns}' ({setting}) what cannot be read"
                        : $"no row of the {table.Name[4..]} has a {field.Name}: is '{columns}' ({setting}) the name in the files?"
                );
            }
        }
    }

    /// <summary>For each input: rows, and of them kept, rejected, duplicate and left out ones.</summary>
    public static async Task CountRowsAsync(StageContext context, CancellationToken cancellation)
    {
        foreach (var input in await RowCountsByInput.ReadAsync(context.Readable, context.Settings, cancellation))
        {
            foreach (
                var (name, count) in new[]
                {
                    ("rows", input.Rows),
                    ("kept", input.Kept),
                    ("rejected", input.Rejected),
                    ("duplicates", input.Duplicates),
                    ("conflicts", input.Conflicts),
                    ("left_out", input.LeftOut),
                }
            )
                context.Counts[$"{input.Input}_{name}"] = count;
            if (input.Conflicts > 0)
                context.Note(
                    $"{input.Conflicts:N0} rows of the {input.Input} have the id of a row that was kept, but other values, and were counted as copies: an id stands for one of the {input.Input} in all files"
                );
        }

        foreach (var file in await RejectedFiles.ReadAsync(context.Readable, context.Settings, cancellation))
        {
            context.Counts["files_rejected"] = context.Counts.GetValueOrDefault("files_rejected") + 1;
            context.Note($"the file {file.Source} was rejected whole, and none of its rows kept: {file.Reason}");
        }

        var most = await FrequentReasons.ReadAsync(context.Readable, context.Settings, cancellation);
        context.Note(
            most.Select(each =>
                $"rejected: {each.Rows:N0} {(each.Rows == 1 ? "row" : "rows")}: {each.Reason}; the first is {each.Example}{(each.Value.Length > 0 ? $" with '{VisibleText.Of(each.Value)}'" : "")}"
            )
        );
        if (most.Count > 0 && most[0].Reasons - most.Count is > 0 and var others)
            context.Note($"rejected: for {others:N0} more {(others == 1 ? "reason" : "reasons")}, see the table rejected_rows");

        foreach (var table in await KeptByTable.ReadAsync(context.Readable, context.Settings, cancellation))
        {
            var kept = context.Counts.GetValueOrDefault($"{table.Input}_kept");
            if (table.Kept != kept)
                throw new ContractException(
                    $"the counts of the {table.Input} do not add up: {kept:N0} rows were kept, but the table has {table.Kept:N0}"
                );
        }
    }

    /// <summary>Eligible users, and those that have a list.</summary>
    public static async Task CountListsAsync(StageContext context, CancellationToken cancellation)
    {
        var counts = (await CountedLists.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        context.Counts["eligible_users"] = counts.EligibleUsers;
        context.Counts["users_with_list"] = counts.UsersWithList;
    }
}
