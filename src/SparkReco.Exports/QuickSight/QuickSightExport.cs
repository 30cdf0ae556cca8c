using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Exports.QuickSight;

/// <summary>
/// Amazon QuickSight as requests of its API: a data source, a data set for each table that is shown, an analysis, and a dashboard of the same. It reads
/// the lake by Athena, by the tables of <c>sparkreco export athena</c>.
/// </summary>
/// <param name="principal">Who gets it.</param>
/// <param name="region">The region of the data sets.</param>
/// <param name="schema">The database of Athena.</param>
/// <param name="settings">The configuration: sheets begin with the pair and the list length that its report leads with.</param>
public sealed class QuickSightExport(Principal principal, string region, string schema, Settings settings)
{
    private readonly IReadOnlyList<Sheet> _sheets = Sheets.Of(settings);

    private const string Id = "sparkreco";

    /// <summary>The requests, in the order in which they are made, and what to do with them.</summary>
    public IReadOnlyList<ExportedFile> Files() =>
        [
            new("README.md", ReadMe()),
            new("data-source.json", ExportJson.PascalCase(DataSource())),
            .. DataSets.All.Select(table => new ExportedFile($"data-sets/{table.Name}.json", ExportJson.PascalCase(DataSet(table)))),
            new("analysis.json", ExportJson.PascalCase(Analysis())),
            new("dashboard.json", ExportJson.PascalCase(Dashboard())),
        ];

    private object DataSource() =>
        new
        {
            AwsAccountId = principal.Account,
            DataSourceId = Id,
            Name = "SparkReco",
            Type = "ATHENA",
            DataSourceParameters = new { AthenaParameters = new { WorkGroup = "primary" } },
            Permissions = Permissions(
                "DescribeDataSource",
                "DescribeDataSourcePermissions",
                "PassDataSource",
                "UpdateDataSource",
                "DeleteDataSource",
                "UpdateDataSourcePermissions"
            ),
        };

    private object DataSet(LakeTable table) =>
        new
        {
            AwsAccountId = principal.Account,
            DataSetId = DataSetId(table),
            Name = $"SparkReco {table.Name}",
            PhysicalTableMap = new Dictionary<string, object>
            {
                ["lake"] = new
                {
                    RelationalTable = new
                    {
                        DataSourceArn = Arn($"datasource/{Id}"),
                        Catalog = "AwsDataCatalog",
                        Schema = schema,
                        table.Name,
                        InputColumns = table.QueryColumns.Select(column => new { column.Name, Type = TypeOf(column.Type) }),
                    },
                },
            },
            LogicalTableMap = new Dictionary<string, object>
            {
                ["meanings"] = new
                {
                    Alias = table.Name,
                    Source = new { PhysicalTableId = "lake" },
                    DataTransforms = table.QueryColumns.Select(column => new
                    {
                        TagColumnOperation = new
                        {
                            ColumnName = column.Name,
                            Tags = new[] { new { ColumnDescription = new { Text = column.Meaning } } },
                        },
                    }),
                },
            },
            ImportMode = "DIRECT_QUERY",
            Permissions = Permissions(
                "DescribeDataSet",
                "DescribeDataSetPermissions",
                "PassDataSet",
                "DescribeIngestion",
                "ListIngestions",
                "UpdateDataSet",
                "DeleteDataSet",
                "CreateIngestion",
                "CancelIngestion",
                "UpdateDataSetPermissions"
            ),
        };

    private object Analysis() =>
        new
        {
            AwsAccountId = principal.Account,
            AnalysisId = Id,
            Name = "SparkReco",
            Permissions = Permissions(
                "RestoreAnalysis",
                "UpdateAnalysisPermissions",
                "DeleteAnalysis",
                "DescribeAnalysisPermissions",
                "QueryAnalysis",
                "DescribeAnalysis",
                "UpdateAnalysis"
            ),
            Definition = Definition(),
        };

    private object Dashboard() =>
        new
        {
            AwsAccountId = principal.Account,
            DashboardId = Id,
            Name = "SparkReco",
            Permissions = Permissions(
                "DescribeDashboard",
                "ListDashboardVersions",
                "UpdateDashboardPermissions",
                "QueryDashboard",
                "UpdateDashboard",
                "DeleteDashboard",
                "DescribeDashboardPermissions",
                "UpdateDashboardPublishedVersion"
            ),
            Definition = Definition(),
        };

    private object Definition() =>
        new
        {
            DataSetIdentifierDeclarations = DataSets.All.Select(table => new
            {
                Identifier = table.Name,
                DataSetArn = Arn($"dataset/{DataSetId(table)}"),
            }),
            Sheets = _sheets.Select(sheet => sheet.Model()),
            CalculatedFields = DataSets.CalculatedColumns.Select(calculated => new
            {
                DataSetIdentifier = calculated.DataSet,
                calculated.Column.Name,
                calculated.Expression,
            }),
            FilterGroups = _sheets.SelectMany(sheet => sheet.Filters()),
        };

    private object[] Permissions(params string[] actions) =>
        [new { Principal = principal.Arn, Actions = actions.Select(action => $"quicksight:{action}") }];

    private static string DataSetId(LakeTable table) => $"{Id}-{table.Name}";

    private string Arn(string resource) => $"arn:{principal.Partition}:quicksight:{region}:{principal.Account}:{resource}";

    private static string TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => "STRING",
            ColumnType.Int or ColumnType.BigInt => "INTEGER",
            ColumnType.Double => "DECIMAL",
            ColumnType.Boolean => "BOOLEAN",
            ColumnType.Date => "DATETIME",
            _ => throw new NotSupportedException($"QuickSight has no type for {type}"),
        };

    private string ReadMe() =>
        $"""
            # SparkReco in Amazon QuickSight

            A data source, {DataSets.All.Count} data sets, an analysis and a dashboard, as requests for the AWS CLI, in the region {region} for {principal.Arn}. Written by
            `sparkreco export quicksight`.

            The data sets read the database `{schema}` by Athena: make its tables first, with `sparkreco export athena`, and let QuickSight use Athena and the lake's bucket
            (*Manage QuickSight*, *Security & permissions*).

            ```
            quicksight="aws quicksight --region {region}"
            $quicksight create-data-source --cli-input-json file://data-source.json
            for file in data-sets/*.json; do $quicksight create-data-set --cli-input-json "file://$file"; done
            $quicksight create-analysis --cli-input-json file://analysis.json
            $quicksight create-dashboard --cli-input-json file://dashboard.json
            ```

            Each `create-` may be asked again as `update-`, for a newer export, without `Permissions` and, of the data source, without `Type`. The ids stay, and bookmarks with
            them. `data-source.json` names the workgroup of Athena.

            Queries go to Athena each time that a sheet is opened. To have them from memory, set `ImportMode` of the data sets to `SPICE` and refresh them after a run:
            `$quicksight create-ingestion --aws-account-id {principal.Account} --data-set-id {Id}-comparison_summary --ingestion-id 2026-09-01`.

            """;
}
