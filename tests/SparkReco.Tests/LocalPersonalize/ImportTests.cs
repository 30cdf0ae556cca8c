using System.Text;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>What an import takes, and how it fails.</summary>
public sealed class ImportTests
{
    private const string Prefix = "Failed to create a data import job for Interactions dataset. ";

    [Theory]
    [InlineData("ITEM_ID,USER_ID,EVENT_TYPE\n", Prefix + "Input CSV is missing the following columns:[TIMESTAMP].")]
    [InlineData("item_id,USER_ID,TIMESTAMP,event_type\n", Prefix + "Input CSV is missing the following columns:[ITEM_ID, EVENT_TYPE].")]
    [InlineData(
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n",
        Prefix
            + "Input CSV has the columns [USER_ID, ITEM_ID, TIMESTAMP, EVENT_TYPE], where the schema has [ITEM_ID, USER_ID, TIMESTAMP, EVENT_TYPE] in this order."
    )]
    [InlineData("ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni,u,1,watch\n", Prefix + "Input CSV has 1 rows. Interactions must have at least 1000.")]
    [InlineData("ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni,u,1\n", Prefix + "Input CSV has 3 values in record 2, where the schema has 4 columns.")]
    [InlineData(
        "ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni,u,1.5,watch\n",
        "Input CSV has a value in the column TIMESTAMP that is not of type long, in record 2."
    )]
    [InlineData(
        "ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\ni,,1,watch\n",
        "Input CSV has an empty value in the column USER_ID, which is not nullable, in record 2."
    )]
    [InlineData("ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\n\"i,u,1,watch\n", Prefix + "Input CSV is not valid: record 2: a quote is not closed.")]
    [InlineData(
        "ITEM_ID,USER_ID,TIMESTAMP,EVENT_TYPE\n\"i\"x,u,1,watch\n",
        Prefix + "Input CSV is not valid: record 2: there is text behind a closing quote."
    )]
    [InlineData("", Prefix + "Input CSV is empty: it has no header.")]
    [InlineData(null, Prefix + "There are no files at s3://b/job.csv.")]
    public async Task A_file_that_does_not_fit_fails_the_job(string? csv, string reason)
    {
        await using var rig = await ServiceRig.StartAsync();
        var dataset = await rig.DatasetAsync(await rig.GroupAsync(), "Interactions", Flow.Interactions);
        var job = await rig.ImportAsync(dataset, "job", csv);
        await rig.Service.IdleAsync();

        var described = await rig.CallAsync("DescribeDatasetImportJob", new JsonObject { ["datasetImportJobArn"] = job });
        Assert.Equal("CREATE FAILED", (string?)described["datasetImportJob"]!["status"]);
        Assert.Equal(reason, (string?)described["datasetImportJob"]!["failureReason"]);
    }

    /// <summary>Engines write rows in whatever order: the same rows give the same model.</summary>
    [Fact]
    public void Rows_of_one_second_are_in_the_order_of_their_ids_and_of_equal_ones_the_first_type_is_kept()
    {
        const string Schema = """
            {"type": "record", "name": "Interactions", "namespace": "n", "version": "1.0", "fields": [
              {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
              {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}
            """;
        string[] rows = ["b,i,1,watch", "a,j,1,watch", "a,i,1,watch", "a,i,1,click", "z,i,0,watch"];

        foreach (var order in new[] { rows, [.. rows.Reverse()] })
        {
            var csv = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n" + string.Concat(Enumerable.Repeat(string.Join('\n', order) + "\n", 200));
            var read = Import.Read(DatasetSchema.Parse(Schema), [() => new MemoryStream(Encoding.UTF8.GetBytes(csv))], CancellationToken.None);
            var table = Import.InOrderOfTime(read);

            Assert.Equal(
                ["z,i,watch", "a,i,click", "a,j,watch", "b,i,watch"],
                Enumerable
                    .Range(0, table.Count)
                    .Select(row =>
                        $"{table.Texts("USER_ID")!.TextAt(row)},{table.Texts("ITEM_ID")!.TextAt(row)},{table.Texts("EVENT_TYPE")!.TextAt(row)}"
                    )
            );
        }
    }

    [Fact]
    public async Task Milliseconds_too_long_words_and_too_many_event_types_fail_the_job()
    {
        await using var rig = await ServiceRig.StartAsync();
        var dataset = await rig.DatasetAsync(await rig.GroupAsync(), "Interactions", Flow.Interactions);
        var good = Flow.Csv(50, 30);

        Assert.Contains(
            "must be a Unix time in seconds, not in milliseconds",
            await ReasonAsync("milli", good + "i,u,1700000000000,watch\n"),
            StringComparison.Ordinal
        );
        Assert.Equal("Length cannot be more than 256 characters for ITEM_ID", await ReasonAsync("long", $"{good}{new string('x', 257)},u,1,watch\n"));
        var types = string.Concat(Enumerable.Range(0, 8).Select(type => $"i,u,1,type{type}\n"));
        Assert.Contains("Together they may be at most 10", await ReasonAsync("types", good + types), StringComparison.Ordinal);

        async Task<string> ReasonAsync(string name, string csv)
        {
            var job = await rig.ImportAsync(dataset, name, csv);
            await rig.Service.IdleAsync();
            return (string)
                (await rig.CallAsync("DescribeDatasetImportJob", new JsonObject { ["datasetImportJobArn"] = job }))["datasetImportJob"]![
                    "failureReason"
                ]!;
        }
    }

    [Fact]
    public async Task Imports_of_a_folder_are_added_replaced_and_exported()
    {
        await using var rig = await ServiceRig.StartAsync();
        var dataset = await rig.DatasetAsync(await rig.GroupAsync(), "Items", Flow.ItemsSchema);
        const string header = "ITEM_ID,CATEGORY,CREATION_TIMESTAMP,PRICE\n";
        rig.Write("b/items.csv/part 1.csv", header + "i1,\"a, \"\"b\"\" \\\"c\\\"\",1,2.5\n\"i2\",,2,\n");
        rig.Write("b/items.csv/deeper/part 2.csv", header + "i3,x,3,1e3\r\n");
        rig.Write("b/items.csv/_SUCCESS", "");
        await rig.ImportAsync(dataset, "items", csv: null);
        await rig.Service.IdleAsync();
        await rig.ImportAsync(dataset, "more", header + "i2,new,5,4\ni4,\"line\nend\",4,\n", "INCREMENTAL");
        await rig.Service.IdleAsync();
        await rig.CallAsync(
            "PutItems",
            new JsonObject
            {
                ["datasetArn"] = dataset,
                ["items"] = new JsonArray(new JsonObject { ["itemId"] = "i5", ["properties"] = """{"category": "put", "creationTimestamp": 6}""" }),
            }
        );
        await rig.CallAsync(
            "CreateDatasetExportJob",
            new JsonObject
            {
                ["jobName"] = "export",
                ["datasetArn"] = dataset,
                ["ingestionMode"] = "ALL",
                ["roleArn"] = ServiceRig.Role,
                ["jobOutput"] = new JsonObject { ["s3DataDestination"] = new JsonObject { ["path"] = "s3://b/out/" } },
            }
        );
        await rig.Service.IdleAsync();

        Assert.Equal(
            header + "i3,x,3,1000\ni1,\"a, \\\"b\\\" \\\"c\\\"\",1,2.5\ni2,new,5,4\ni4,\"line\nend\",4,\ni5,put,6,\n",
            await File.ReadAllTextAsync(rig.PathOf("b/out/export.csv"), TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData(3 << 20)]
    public void Records_are_the_same_wherever_the_buffer_ends(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(number => "a,b\n\r"[number % 5]));
        var csv = $"\uFEFFA,B\n\"{text}\"\"\\\\\",2\r\n\n{new string('x', length)},\"y\"\nlast,";
        var scanner = new CsvScanner(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        List<string> fields = [];
        while (scanner.Read())
            fields.AddRange(Enumerable.Range(0, scanner.FieldCount).Select(scanner.TextOf));

        Assert.Equal(["A", "B", $"{text}\"\\", "2", new string('x', length), "y", "last", ""], fields);
    }

    [Fact]
    public async Task Of_interactions_of_the_same_user_item_and_time_one_is_kept_and_all_are_in_the_order_of_time()
    {
        var schema = DatasetSchema.Parse(Flow.Schema("Interactions", Flow.Interactions));
        var csv = Flow.Csv(50, 30);
        var twice = csv + csv[(csv.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        var table = Import.InOrderOfTime(
            Import.Read(schema, [() => new MemoryStream(Encoding.UTF8.GetBytes(twice))], TestContext.Current.CancellationToken)
        );

        Assert.Equal(1500, table.Count);
        var times = table.Numbers("TIMESTAMP")!.Values.ToArray();
        Assert.Equal(times.Order(), times);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData(
        """{"type": "record", "name": "Interactions", "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"}]}""",
        "the field TIMESTAMP of type long is required"
    )]
    [InlineData("""{"type": "record", "name": "Things", "fields": [{"name": "A", "type": "string"}]}""", "its name must be the type of the dataset")]
    [InlineData(
        """{"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"}]}""",
        "Users must have at least one metadata field"
    )]
    [InlineData(
        """{"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int", "categorical": true}]}""",
        "AGE can't be categorical or textual"
    )]
    [InlineData(
        """{"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"}, {"name": "A", "type": {"type": "array", "items": "string"}}]}""",
        "the type of A must be one of"
    )]
    [InlineData(
        """{"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"}, {"name": "A_B", "type": "int"}, {"name": "ab", "type": "int"}]}""",
        "the fields A_B and ab have the same name"
    )]
    [InlineData("no JSON", "it is no JSON object")]
    public async Task A_schema_that_is_none_of_the_service_is_refused(string schema, string reason)
    {
        await using var rig = await ServiceRig.StartAsync();
        var (type, message) = await rig.FailAsync("CreateSchema", new JsonObject { ["name"] = "s", ["schema"] = schema });

        Assert.Equal("InvalidInputException", type);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }
}
