using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SparkReco.Personalize;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Emr;

public sealed class EmrFilesTests
{
    private static readonly string Folder = Path.Combine(Golden.Root, "emr");

    [Theory]
    [InlineData("ec2/cluster.json", "emr", "RunJobFlow")]
    [InlineData("ec2/step.json", "emr", "AddJobFlowSteps")]
    [InlineData("serverless/application.json", "emr-serverless", "CreateApplication")]
    [InlineData("serverless/job-run.json", "emr-serverless", "StartJobRun")]
    public void Definitions_keep_the_contract_of_their_service(string file, string service, string operation) =>
        Assert.Empty(new ServiceModel(service).Problems(operation, Read(file)));

    [Fact]
    public void The_check_finds_what_is_missing_unknown_or_out_of_bounds()
    {
        var request = JsonDocument.Parse(
            """
            { "clientToken": "a b", "releaseLabel": "", "architecture": "ARM", "maximumCapacity": { "cpu": "1 vCPU" }, "colour": "red", "tags": [] }
            """
        );

        Assert.Equal(
            [
                "CreateApplication.architecture: 'ARM' is none of the values",
                "CreateApplication.clientToken: 'a b' does not match [A-Za-z0-9._-]+",
                "CreateApplication.colour: unknown",
                "CreateApplication.maximumCapacity.memory: missing",
                "CreateApplication.releaseLabel: '' does not match [A-Za-z0-9._/-]+",
                "CreateApplication.releaseLabel: 0 is out of bounds",
                "CreateApplication.tags: Array is no map",
                "CreateApplication.type: missing",
            ],
            new ServiceModel("emr-serverless").Problems("CreateApplication", request.RootElement).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Roles_may_do_named_actions_on_named_resources()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "iam")))
        {
            var policy = Read(file);
            Assert.Equal("2012-10-17", policy.GetProperty("Version").GetString());
            foreach (var statement in policy.GetProperty("Statement").EnumerateArray())
            {
                Assert.Equal("Allow", statement.GetProperty("Effect").GetString());
                Assert.All(Texts(statement.GetProperty("Action")), action => Assert.Matches("^[a-z0-9-]+:[A-Za-z]+$", action));
                // Statements that run have no names: a condition lets everybody see their own alone.
                var isOwn =
                    statement.TryGetProperty("Condition", out var condition)
                    && condition.ToString().Contains("statement-owner", StringComparison.Ordinal);
                var isTrust = file.EndsWith("-trust.json", StringComparison.Ordinal);
                Assert.All(
                    isTrust || isOwn ? [] : Texts(statement.GetProperty("Resource")),
                    resource => Assert.Matches("^arn:aws:[a-z0-9]+(-[a-z]+)*:[^*]+", resource)
                );
                Assert.Equal(isTrust || file.EndsWith("-bucket.json", StringComparison.Ordinal), statement.TryGetProperty("Principal", out _));
            }
        }
    }

    /// <summary>Without such a condition a service can be made to use its rights for another account (AWS: the confused deputy problem).</summary>
    [Theory]
    [InlineData("personalize-trust.json")]
    [InlineData("personalize-bucket.json")]
    public void Amazon_Personalize_may_act_for_this_account_and_region_alone(string file) =>
        Assert.All(
            Read($"iam/{file}").GetProperty("Statement").EnumerateArray(),
            statement =>
            {
                Assert.Equal("personalize.amazonaws.com", statement.GetProperty("Principal").GetProperty("Service").GetString());
                var condition = statement.GetProperty("Condition");
                Assert.Equal("111122223333", condition.GetProperty("StringEquals").GetProperty("aws:SourceAccount").GetString());
                Assert.Equal(
                    "arn:aws:personalize:eu-central-1:111122223333:*",
                    condition.GetProperty("ArnLike").GetProperty("aws:SourceArn").GetString()
                );
            }
        );

    /// <summary>The role lets a run call what it calls, and nothing else of the service.</summary>
    [Fact]
    public void A_run_may_call_those_operations_of_Amazon_Personalize_that_it_calls()
    {
        ResourceKind[] kinds =
        [
            .. typeof(ResourceKind)
                .GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
                .Where(field => field.FieldType == typeof(ResourceKind))
                .Select(field => (ResourceKind)field.GetValue(null)!),
        ];
        var service = SparkReco.ServiceModels.ServiceModel.Personalize.Operations;
        string[] others =
        [
            "StopSolutionVersionCreation",
            "GetSolutionMetrics",
            "ListTagsForResource",
            "TagResource", // Asked for by what is created with tags.
            "GetRecommendations",
            "GetPersonalizedRanking",
        ];
        var called = kinds
            .SelectMany(kind => new[] { kind.Create, kind.Describe, kind.List, kind.Delete, kind.Update })
            .Where(service.ContainsKey)
            .Concat(others);
        var allowed = Read("iam/personalize.json")
            .GetProperty("Statement")
            .EnumerateArray()
            .SelectMany(statement => Texts(statement.GetProperty("Action")))
            .Where(action => action.StartsWith("personalize:", StringComparison.Ordinal))
            .Select(action => action["personalize:".Length..]);

        Assert.Equal(called.Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    /// <summary>The role lets a run call what it calls of Amazon's databases, and nothing else.</summary>
    [Theory]
    [InlineData("secretsmanager", "GetSecretValue")]
    [InlineData("redshift-data", "BatchExecuteStatement", "CancelStatement", "DescribeStatement", "GetStatementResult")]
    [InlineData(
        "dynamodb",
        "BatchWriteItem",
        "CreateTable",
        "DescribeTable",
        "DescribeTable",
        "DescribeTimeToLive",
        "GetItem",
        "PutItem",
        "Scan",
        "UpdateTimeToLive"
    )]
    public void A_run_may_call_those_operations_of_a_database_that_it_calls(string service, params string[] called) =>
        Assert.Equal(
            called,
            Read("iam/databases.json")
                .GetProperty("Statement")
                .EnumerateArray()
                .SelectMany(statement => Texts(statement.GetProperty("Action")))
                .Where(action => action.StartsWith($"{service}:", StringComparison.Ordinal))
                .Select(action => action[(service.Length + 1)..])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_road_to_Spark_sets_what_the_script_sets()
    {
        var script = File.ReadAllText(Path.Combine(Golden.Root, "spark-submit.sh"));
        var settings = Regex
            .Matches(script, @"^    (?<setting>spark\.(?:sql|plugins|connect)[^\s=]*=[^\s]+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["setting"].Value)
            .ToList();

        Assert.Equal(7, settings.Count);
        foreach (var file in new[] { "ec2/step.json", "serverless/job-run.json", "airflow/sparkreco_dag.py" })
        {
            var text = File.ReadAllText(Path.Combine(Folder, file));
            Assert.All(settings, setting => Assert.Contains(setting, text));
        }
    }

    [Fact]
    public void The_DAG_adds_the_step_of_the_definition()
    {
        var dag = File.ReadAllText(Path.Combine(Folder, "airflow", "sparkreco_dag.py"));
        var arguments = Texts(Read("ec2/step.json").GetProperty("Steps")[0].GetProperty("HadoopJarStep").GetProperty("Args"));

        Assert.All(
            arguments.Where(argument => !argument.Contains("2026-09-01", StringComparison.Ordinal)),
            argument =>
                Assert.Contains(argument.Replace("s3://example-sparkreco/code", "{{ var.value.sparkreco_code }}", StringComparison.Ordinal), dag)
        );
    }

    [Fact]
    public async Task The_DAG_uses_what_Airflow_2_and_3_both_have()
    {
        var check = Path.Combine(Golden.Root, "..", "shared", "airflow", "check_dag.py");
        if (!File.Exists(check))
            Missing.Skip("the check of DAGs is missing");

        var start = new ProcessStartInfo("python3", [check, Path.Combine(Folder, "airflow", "sparkreco_dag.py")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    private static List<string> Texts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => item.GetString()!)] : [element.GetString()!];
}
