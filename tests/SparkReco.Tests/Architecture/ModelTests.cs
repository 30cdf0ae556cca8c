using System.Reflection;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Sql;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.Architecture;

public sealed class ModelTests
{
    public static TheoryData<string> SqlModels { get; } = [.. Pipeline.Models.Where(model => model.IsSql).Select(model => model.SqlPath).Distinct()];

    private static Model ModelAt(string path) => Pipeline.Models.First(model => model.SqlPath == path);

    [Theory]
    [MemberData(nameof(SqlModels))]
    public void A_model_is_written_in_the_portable_subset(string path) =>
        Assert.Empty(PortableSqlLint.Check(path, ModelAt(path).ReadSql()).Select(finding => finding.ToString()));

    [Theory]
    [MemberData(nameof(SqlModels))]
    public void A_models_last_select_lists_and_casts_the_columns_of_its_contract(string path)
    {
        var model = ModelAt(path);
        var columns = FinalSelectLint.Read(path, model.ReadSql()).Select(column => $"{column.Name} {column.Type}").ToArray();

        if (model.Columns.Count > 0)
            Assert.Equal(model.Columns.Select(column => $"{column.Name} {column.SqlType}"), columns);
    }

    [Theory]
    [MemberData(nameof(SqlModels))]
    public void A_models_file_begins_with_its_purpose_and_its_grain(string path)
    {
        var lines = ModelAt(path).ReadSql().Split('\n');

        Assert.StartsWith("-- purpose: ", lines[0]);
        Assert.Contains(lines.Take(4), line => line.StartsWith("-- grain:   ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SqlModels))]
    public void A_models_lines_fit_the_page(string path) =>
        Assert.All(ModelAt(path).ReadSql().Split('\n'), line => Assert.InRange(line.Length, 0, 140));

    [Fact]
    public void Every_sql_file_is_a_model_of_the_pipeline_and_every_model_has_its_file()
    {
        var files = typeof(Model).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("models/", StringComparison.Ordinal));
        var models = Pipeline
            .Models.Where(model => model.IsSql)
            .Select(model => model.SqlPath.Replace("Models/", "models/", StringComparison.Ordinal))
            .Distinct();

        Assert.Equal(models.Order(), files.Order());
    }

    [Fact]
    public void Contracts_take_their_columns_from_the_one_vocabulary()
    {
        var vocabulary = Columns.All.Select(column => column.Name).ToHashSet();

        Assert.All(
            Pipeline.Models.Where(model => model.Lifetime == Lifetime.Published),
            model => Assert.All(model.Columns, column => Assert.Contains(column.Name, vocabulary))
        );
    }

    [Fact]
    public void A_name_stands_once_in_the_vocabulary() =>
        Assert.Equal(Columns.All.Count, Columns.All.Select(column => column.Name).Distinct().Count());

    [Fact]
    public void Keys_are_columns_of_their_tables() =>
        Assert.All(
            Pipeline.Models.Where(model => model.Columns.Count > 0),
            model => Assert.Subset(model.Columns.Select(column => column.Name).ToHashSet(), model.Key.ToHashSet())
        );

    /// <summary>Each layer refers to those below it and to the base class library; the models to Apache Arrow, the readers to what unpacks bzip2 and zstd.</summary>
    [Theory]
    [InlineData(typeof(Model), "Apache.Arrow", "SparkReco.Ingest", "SparkReco.Storage")]
    [InlineData(typeof(RawTable), "SparkReco.Storage", "ICSharpCode.SharpZipLib", "ZstdSharp")]
    [InlineData(typeof(StoredFile))]
    public void A_layer_refers_to_those_below_it_and_to_the_base_class_library_only(Type layer, params string[] below)
    {
        var references = layer.Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        Assert.All(references.Except(below), name => Assert.StartsWith("System", name));
    }

    [Fact]
    public void A_model_reads_only_tables_that_stand_before_it_in_the_list()
    {
        var known = Pipeline.Models.Select(model => model.Name).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var model in Pipeline.Models)
        {
            var read = model.Inputs.Where(known.Contains);
            Assert.All(
                read.Where(name => name != model.Name),
                name => Assert.True(seen.Contains(name), $"{model.Id} reads {name}, which comes later")
            );
            seen.Add(model.Name);
        }
    }
}
