using SparkReco.Ingest;
using SparkReco.Ingest.Rules;
using static SparkReco.Models.ColumnType;

namespace SparkReco.Models;

/// <summary>What the readers of raw files leave for the models: typed rows, and the rows that could not be typed.</summary>
public static class RawModels
{
    /// <summary>Rows of users as the files have them.</summary>
    public static Model Users { get; } = Of(RawTable.Users);

    /// <summary>Rows of items as the files have them.</summary>
    public static Model Items { get; } = Of(RawTable.Items);

    /// <summary>Rows of events as the files have them.</summary>
    public static Model Events { get; } = Of(RawTable.Events);

    /// <summary>Rows of lists as the files have them.</summary>
    public static Model Lists { get; } = Of(RawTable.Lists);

    /// <summary>Rows that could not be typed, with the reason.</summary>
    public static Model Problems { get; } =
        new()
        {
            Name = "raw_problems",
            Room = "Collect",
            Grain = "a row of an input file",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            IsLarge = true,
            Columns =
            [
                new("raw_table", ColumnType.String, ""),
                new("file_number", Int, ""),
                new("line", BigInt, ""),
                new("reason", ColumnType.String, ""),
                new("value", ColumnType.String, ""),
                new("raw", ColumnType.String, ""),
            ],
        };

    /// <summary>Hashes that stand more than once among the events: all that do, a few that do not, some of them repeatedly.</summary>
    public static Model Suspects { get; } =
        new()
        {
            Name = "raw_suspects",
            Room = "Collect",
            Grain = "an event whose hash was there before",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            IsLarge = true,
            Columns = [new("row_hash", BigInt, "")],
        };

    /// <summary>The input files.</summary>
    public static Model Files { get; } =
        new()
        {
            Name = "raw_files",
            Room = "Collect",
            Grain = "an input file",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            Columns =
            [
                new("raw_table", ColumnType.String, ""),
                new("file_number", Int, ""),
                new("path", ColumnType.String, ""),
                new("row_count", BigInt, ""),
                new("problem_count", BigInt, ""),
                new("left_out_count", BigInt, ""),
            ],
        };

    /// <summary>Values that could not be read, in rows that were.</summary>
    public static Model Flaws { get; } =
        new()
        {
            Name = "raw_flaws",
            Room = "Collect",
            Grain = "a value of a field that could not be read",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            Columns =
            [
                new("raw_table", ColumnType.String, ""),
                new("field", ColumnType.String, ""),
                new("reason", ColumnType.String, ""),
                new Column("value", ColumnType.String, "").OrNull(),
                new("row_count", BigInt, ""),
            ],
        };

    /// <summary>The places of Amazon Personalize's lists as they were delivered.</summary>
    public static Model ServiceLists { get; } =
        new()
        {
            Name = "service_lists",
            Room = "Lists",
            Grain = "a place in a delivered list",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            IsLarge = true,
            Columns =
            [
                new("source", ColumnType.String, ""),
                new("line", BigInt, ""),
                new("user_id", ColumnType.String, ""),
                new("position", Int, ""),
                new("item_id", ColumnType.String, ""),
                new("score", ColumnType.Double, ""),
            ],
        };

    /// <summary>Lines of Amazon Personalize's output that hold no list, and lists with something wrong.</summary>
    public static Model ListProblems { get; } =
        new()
        {
            Name = "list_problems",
            Room = "Lists",
            Grain = "a line of an output file and an issue",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            IsLarge = true,
            Columns =
            [
                new("source", ColumnType.String, ""),
                new("line", BigInt, ""),
                new("user_id", ColumnType.String, ""),
                new("issue", ColumnType.String, ""),
            ],
        };

    /// <summary>What the stage collect writes.</summary>
    public static IReadOnlyList<Model> All { get; } = [Users, Items, Events, Lists, Problems, Suspects, Files, Flaws];

    /// <summary>The columns follow from the fields that the readers fill.</summary>
    private static Model Of(RawTable table) =>
        new()
        {
            Name = table.Name,
            Room = "Collect",
            Grain = "a row of an input file",
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            // The stage that reads lists runs again when others do that the large inputs are no part of.
            IsLarge = table != RawTable.Lists,
            Columns =
            [
                .. table.Fields.Select(field => new Column(field.Column, TypeOf(field.Rule.Type), "")),
                new("file_number", Int, ""),
                new("line", BigInt, ""),
                new("row_hash", BigInt, ""),
            ],
        };

    private static ColumnType TypeOf(FieldType type) =>
        type switch
        {
            FieldType.Text => ColumnType.String,
            FieldType.BigInt => BigInt,
            FieldType.Int => Int,
            FieldType.Date => Date,
            _ => ColumnType.Boolean,
        };
}
