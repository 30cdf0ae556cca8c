using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.Exports;
using SparkReco.Exports.QuickSight;
using SparkReco.Tests.Emr;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Exports;

public sealed class QuickSightTests
{
    private const string User = "arn:aws:quicksight:eu-central-1:111122223333:user/default/ana";

    private static IReadOnlyList<ExportedFile> Files { get; } =
        new QuickSightExport(Principal.Parse(User)!, "eu-west-1", "lake", Some.Settings("inputs.personalize.paths=lists")).Files();

    private static JsonNode Request(string path) => JsonNode.Parse(Files.Single(file => file.Path == path).Text)!;

    [Fact]
    public void Requests_are_as_the_services_model_has_them()
    {
        var model = new ServiceModel("quicksight");

        foreach (var file in Files.Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal)))
            Assert.Empty(model.Problems(OperationOf(file.Path), JsonDocument.Parse(file.Text).RootElement));
    }

    [Fact]
    public void A_data_set_has_the_columns_of_its_table_and_their_meanings()
    {
        var dataSet = Request("data-sets/row_counts.json");

        Assert.Equal(
            LakeTable.Of("row_counts").Columns.Select(column => column.Name).Append("run_date"),
            dataSet["PhysicalTableMap"]!["lake"]!["RelationalTable"]!["InputColumns"]!.AsArray().Select(column => (string)column!["Name"]!)
        );
        Assert.Contains("rows that were rejected with a reason", dataSet["LogicalTableMap"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Visuals_and_filters_name_columns_that_their_data_sets_have()
    {
        var definition = Request("analysis.json")["Definition"]!;
        var known = definition["DataSetIdentifierDeclarations"]!
            .AsArray()
            .Select(declaration => (string)declaration!["Identifier"]!)
            .SelectMany(name =>
                Request($"data-sets/{name}.json")["PhysicalTableMap"]!["lake"]!["RelationalTable"]!["InputColumns"]!
                    .AsArray()
                    .Select(column => $"{name}.{column!["Name"]}")
            )
            .Concat(definition["CalculatedFields"]!.AsArray().Select(field => $"{field!["DataSetIdentifier"]}.{field["Name"]}"))
            .ToHashSet();

        var named = All(definition).OfType<JsonObject>().Where(node => node.ContainsKey("ColumnName")).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, node => Assert.Contains($"{node["DataSetIdentifier"]}.{node["ColumnName"]}", known));
    }

    [Fact]
    public void Ids_are_given_once_and_what_they_name_is_there()
    {
        var definition = Request("dashboard.json")["Definition"]!;
        string[] Ids(string member) =>
            [.. All(definition).OfType<JsonObject>().Where(node => node.ContainsKey(member)).Select(node => (string)node[member]!)];

        foreach (var member in new[] { "VisualId", "FilterId", "FilterGroupId", "FilterControlId", "FieldId" })
            Assert.Equal(Ids(member).Distinct(), Ids(member));
        Assert.Subset(Ids("FilterId").ToHashSet(), Ids("SourceFilterId").ToHashSet());
        Assert.Equal(Ids("VisualId").Order(), Ids("ElementId").Order());
    }

    [Fact]
    public void Names_of_resources_are_of_the_principals_account_and_the_region_asked_for()
    {
        Assert.Equal(
            "arn:aws:quicksight:eu-west-1:111122223333:datasource/sparkreco",
            (string)Request("data-sets/row_counts.json")["PhysicalTableMap"]!["lake"]!["RelationalTable"]!["DataSourceArn"]!
        );
        Assert.All(
            Files.Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal)),
            file =>
            {
                Assert.Equal("111122223333", (string)Request(file.Path)["AwsAccountId"]!);
                Assert.Equal(User, (string)Request(file.Path)["Permissions"]![0]!["Principal"]!);
            }
        );
    }

    private static string OperationOf(string path) =>
        path switch
        {
            "data-source.json" => "CreateDataSource",
            "analysis.json" => "CreateAnalysis",
            "dashboard.json" => "CreateDashboard",
            _ => "CreateDataSet",
        };

    private static IEnumerable<JsonNode> All(JsonNode node) =>
        (
            node switch
            {
                JsonObject members => members.Select(member => member.Value),
                JsonArray elements => elements,
                _ => [],
            }
        )
            .OfType<JsonNode>()
            .SelectMany(All)
            .Prepend(node);
}
