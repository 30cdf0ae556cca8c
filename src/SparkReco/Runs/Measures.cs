using System.Text;
using SparkReco.Ingest;

namespace SparkReco.Runs;

/// <summary>Figures of a stage that its record keeps, and that the quality gate and people read.</summary>
public static class Measures
{
    /// <summary>Fields that the settings map to columns and that no row has: JSON does not tell a column that is not there from one that is empty.</summary>
    public static async Task FindEmptyFieldsAsync(StageContext context, CancellationToken cancellation)
    {
        foreach (var (table, source) in context.Settings.Inputs.ByTable())
        {
            var fields = table.Fields.Where(field => field.Default is null && source.Fields.GetValueOrDefault(field.Name) is { Column: not null } or { Join: not null }).ToArray();
            if (fields.Length == 0)
                continue;
            var sql = $"select count(*), {string.Join(", ", fields.Select(field => $"count({field.Column})"))} from {table.Name}";
            var counts = (await context.Engine.ReadAsync(sql, row => Enumerable.Range(0, fields.Length + 1).Select(row.GetInt64).ToArray(), cancellation))[0];
            context.Notes.AddRange(fields.Where((_, index) => counts[0] > 0 && counts[index + 1] == 0).Select(field =>
                $"no row of the {source.Key[7..]} has a {field.Name}: is '{source.Fields[field.Name].Column ?? string.Join("', '", source.Fields[field.Name].Join!)}' ({source.Key}.fields.{field.Name}) the name in the files?"));
        }
    }

    /// <summary>For each input: rows, and of them kept, rejected and duplicate ones.</summary>
    public static async Task CountRowsAsync(StageContext context, CancellationToken cancellation)
    {
        const string sql = """
            select input, cast(sum(row_count) as bigint), cast(sum(kept_count) as bigint), cast(sum(rejected_count) as bigint), cast(sum(duplicate_count) as bigint),
              cast(sum(conflict_count) as bigint)
            from row_counts group by input order by input
            """;
        var inputs = await context.Engine.ReadAsync(sql, row => (Name: row.GetString(0), Counts: Enumerable.Range(1, 5).Select(row.GetInt64).ToArray()), cancellation);
        string[] names = ["rows", "kept", "rejected", "duplicates", "conflicts"];
        foreach (var input in inputs)
        {
            for (var index = 0; index < names.Length; index++)
                context.Counts[$"{input.Name}_{names[index]}"] = input.Counts[index];
            if (input.Counts[^1] is > 0 and var conflicts)
                context.Notes.Add($"{conflicts:N0} rows of the {input.Name} have the id of a row that was kept, but other values, and were counted as copies: an id stands for one of the {input.Name} in all files");
        }

        const string whole = "select source, reason from rejected_rows where line is null and raw = '' order by source";
        foreach (var (source, reason) in await context.Engine.ReadAsync(whole, row => (row.GetString(0), row.GetString(1)), cancellation))
        {
            context.Counts["files_rejected"] = context.Counts.GetValueOrDefault("files_rejected") + 1;
            context.Notes.Add($"the file {source} was rejected whole, and none of its rows kept: {reason}");
        }

        // An event of an unknown user is often the consequence of a user that was rejected: causes come first. The example is the first row.
        const string reasons = """
            select
              reason,
              cast(count(*) as bigint) as row_count,
              min_by(concat(source, coalesce(':' || cast(line as string), '')), concat(source, lpad(cast(coalesce(line, 0) as string), 19, '0'))),
              min_by(coalesce(value, ''), concat(source, lpad(cast(coalesce(line, 0) as string), 19, '0'))),
              cast(count(*) over () as bigint)
            from rejected_rows where line is not null or raw <> ''
            group by reason
            order by case when reason in ('user_id is not in users', 'item_id is not in items') then 1 else 0 end, row_count desc, reason limit 5
            """;
        var most = await context.Engine.ReadAsync(
            reasons, row => (Rows: row.GetInt64(1), Example: row.GetString(2), Value: row.GetString(3), Reason: row.GetString(0), Reasons: row.GetInt64(4)), cancellation);
        context.Notes.AddRange(most.Select(each =>
            $"rejected: {each.Rows:N0} {(each.Rows == 1 ? "row" : "rows")}: {each.Reason}; the first is {each.Example}{(each.Value.Length > 0 ? $" with '{VisibleText.Of(Encoding.UTF8.GetBytes(each.Value))}'" : "")}"));
        if (most.Count > 0 && most[0].Reasons - most.Count is > 0 and var others)
            context.Notes.Add($"rejected: for {others:N0} more {(others == 1 ? "reason" : "reasons")}, see the table rejected_rows");

        const string kept = """
            select 'users', cast(count(*) as bigint) from users
            union all select 'items', cast(count(*) as bigint) from items
            union all select 'events', cast(count(*) as bigint) from interactions
            """;
        foreach (var (name, rows) in await context.Engine.ReadAsync(kept, row => (row.GetString(0), row.GetInt64(1)), cancellation))
        {
            if (rows != context.Counts.GetValueOrDefault($"{name}_kept"))
                throw new ContractException($"the counts of the {name} do not add up: {context.Counts.GetValueOrDefault($"{name}_kept"):N0} rows were kept, but the table has {rows:N0}");
        }
    }

    /// <summary>Eligible users, and those that have a list.</summary>
    public static async Task CountListsAsync(StageContext context, CancellationToken cancellation)
    {
        const string sql = """
            select
              (select cast(count(*) as bigint) from users where is_eligible),
              (select cast(count(distinct user_id) as bigint) from recommendations where system = 'baseline')
            """;
        var (eligible, listed) = (await context.Engine.ReadAsync(sql, row => (row.GetInt64(0), row.GetInt64(1)), cancellation))[0];
        context.Counts["eligible_users"] = eligible;
        context.Counts["users_with_list"] = listed;
    }
}
