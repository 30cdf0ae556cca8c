using DuckDB.NET.Data;
using SparkReco.Exports;
using SparkReco.Exports.Ddl;
using SparkReco.Models;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Exports;

public sealed class DdlTests
{
    private const string Lake = "s3://acme/lake";

    private static readonly DateOnly Day = new(2026, 9, 1);

    private static LakePartition Part(string table, DateOnly day, string? system = null) => new(LakeTable.Of(table), day, system);

    private static AthenaDdl Athena(params IReadOnlyList<LakePartition> partitions) => new("shop", Lake, partitions, Some.Settings());

    private static RedshiftDdl Redshift(params IReadOnlyList<LakePartition> partitions) => new("shop", Lake, partitions);

    private static string File(IReadOnlyList<ExportedFile> files, string path) => files.Single(file => file.Path == path).Text;

    [Fact]
    public async Task Types_are_those_in_the_footers_of_the_files_of_a_run()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);

        foreach (var (table, files) in TestWorld.Tables(world.Lake))
        {
            if (table == "raw")
                continue;
            var footer = Footer(files).Select(column => $"{column.Name} {column.Type}").Order().ToArray();
            Assert.Equal(footer, Definitions(Athena().Table(LakeTable.Of(table)), '`', comment: " comment ").Select(InParquet).Order());
            Assert.Equal(footer, Definitions(Redshift().Table(LakeTable.Of(table)), '"', comment: " -- ").Select(InParquet).Order());
        }
    }

    [Fact]
    public async Task Statements_are_in_the_grammars_of_Athena_and_Redshift()
    {
        LakePartition[] partitions = [Part("users", Day), Part("recommendations", Day, "baseline")];
        var folder = Directory.CreateTempSubdirectory("sparkreco-ddl-").FullName;
        try
        {
            foreach (var file in Athena(partitions).Files().Where(IsSql))
                await WriteAsync($"{folder}/athena/{file.Path}", file.Text);
            foreach (var file in Redshift(partitions).Files().Where(IsSql))
                await WriteAsync($"{folder}/redshift/{file.Path}", file.Text);

            var tables = await PythonTools.RunAsync("parse_ddl.py", new Dictionary<string, string?>(), folder);

            // Tables as sqlglot found them: what a dialect's grammar does not take, it refuses or passes through unread.
            var names = LakeTable.All.Select(table => table.Name).Order().ToArray();
            Assert.Equal(names.Select(name => $"athena {name}").Concat(names.Select(name => $"redshift {name}")), tables.Trim().Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static bool IsSql(ExportedFile file) => file.Path.EndsWith(".sql", StringComparison.Ordinal);

        static Task WriteAsync(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return System.IO.File.WriteAllTextAsync(path, text);
        }
    }

    [Fact]
    public void Athena_projects_the_days_from_the_first_one_in_the_lake_and_the_systems()
    {
        var text = Athena(Part("recommendations", Day, "acme"), Part("users", Day.AddDays(-7))).Table(LakeTable.Of("recommendations"));

        Assert.Contains("'projection.run_date.range' = '2026-08-25,NOW+7DAYS'", text, StringComparison.Ordinal);
        Assert.Matches("'projection.system.values' = '[a-z_,]*baseline[a-z_,]*,acme'", text);
        Assert.Contains(
            "'storage.location.template' = 's3://acme/lake/recommendations/run_date=${run_date}/system=${system}/'",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Comments_are_as_long_as_Glue_takes_them() =>
        Assert.All(
            LakeTable.All,
            table =>
                Assert.All(
                    Definitions(Athena().Table(table), '`', comment: " comment "),
                    column => Assert.InRange(column.Comment.Trim(',').Length - "''".Length, 1, 255)
                )
        );

    [Fact]
    public void Redshift_gets_the_partitions_that_are_in_the_lake_a_hundred_in_a_statement()
    {
        var text = File(Redshift([.. Enumerable.Range(0, 101).Select(day => Part("users", Day.AddDays(day)))]).Files(), "partitions.sql");

        Assert.Equal(2, text.Split("alter table").Length - 1);
        Assert.Equal(101, text.Split("partition (").Length - 1);
        Assert.Contains(
            "partition (\"run_date\" = '2026-09-01') location 's3://acme/lake/users/run_date=2026-09-01/'",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Partitions_are_found_by_the_folders_of_the_lake()
    {
        using var world = new TestWorld();
        await Sparkreco.DoneAsync("run", "--config", world.Configuration);
        var run = world.Run("any");

        var partitions = await LakePartition.FindAsync(run.Store, run.Lake, TestContext.Current.CancellationToken);

        Assert.All(partitions, partition => Assert.True(Directory.Exists($"{world.Lake}/{partition.Folder}"), partition.Folder));
        Assert.Equal(
            ["baseline", "personalize"],
            partitions.Where(partition => partition.Table.Name == "recommendations").Select(partition => partition.System)
        );
        Assert.Equal([world.Summary.RunDate], partitions.Select(partition => partition.RunDate).Distinct());
    }

    private sealed record Definition(string Name, string Type, string Comment);

    /// <summary>The definitions of columns in a statement: those before what the table is divided by.</summary>
    private static IEnumerable<Definition> Definitions(string statement, char quote, string comment) =>
        statement
            .Split("partitioned by")[0]
            .Split('\n')
            .Where(line => line.StartsWith($"  {quote}", StringComparison.Ordinal))
            .Select(line =>
                (
                    Name: line.Split(quote)[1],
                    Tail: line[(line.LastIndexOf($"{quote} ", line.IndexOf(comment, StringComparison.Ordinal), StringComparison.Ordinal) + 2)..]
                )
            )
            .Select(line => new Definition(
                line.Name,
                line.Tail.Split(comment)[0].TrimEnd(','),
                line.Tail[(line.Tail.IndexOf(comment, StringComparison.Ordinal) + comment.Length)..]
            ));

    /// <summary>A column with the type that it has in Parquet.</summary>
    private static string InParquet(Definition column) =>
        $"{column.Name} "
        + column.Type switch
        {
            "string" or "varchar(65535)" => "BYTE_ARRAY UTF8",
            "int" or "integer" => "INT32 INT_32",
            "bigint" => "INT64 INT_64",
            "double" or "double precision" => "DOUBLE",
            "boolean" => "BOOLEAN",
            "date" => "INT32 DATE",
            _ => $"no type {column.Type}",
        };

    private static List<(string Name, string Type)> Footer(string files)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"select distinct name, trim(type || ' ' || coalesce(converted_type, '')) from parquet_schema('{files}') where num_children is null";
        using var reader = command.ExecuteReader();
        List<(string, string)> columns = [];
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }
}
