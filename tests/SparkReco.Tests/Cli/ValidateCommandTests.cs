using System.Text;
using SparkReco.Cli;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>What <c>validate</c> says of inputs as people really have them.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ValidateCommandTests()
    {
        _folder.Write("users.csv", "user_id,tier\nu1,paid\n");
        _folder.Write("items.csv", "item_id,content_type\ni1,video\n");
        _folder.Write("events.csv", "user_id,item_id,event_type,occurred_at\nu1,i1,click,2021-01-01\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_path_that_leads_nowhere_is_told()
    {
        using var folder = new TempFolder();
        folder.Write("users.csv", "user_id,tier,traits\nu1,paid,\"{\"\"land\"\":\"\"DE\"\"}\"\n");
        folder.Write("items.csv", "item_id,content_type\ni1,video\n");
        folder.Write("events.csv", "user_id,item_id,event_type,occurred_at\nu1,i1,click,2026-08-01\n");
        var configuration = folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2026-09-01",
              "inputs": { "users": { "paths": ["users.csv"], "fields": { "country": "traits.country" } },
                "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } } }
            """
        );

        var result = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Contains("warning: inputs.users.fields.country: nothing is at traits.country in the first rows", result.Errors);
    }

    [Fact]
    public async Task Values_that_are_lost_since_a_path_leads_into_no_JSON_are_told()
    {
        _folder.Write("traits.csv", "user_id,tier,traits\nu1,paid,\"{'land': 'DE'}\"\nu2,paid,\"{\"\"land\"\":\"\"FR\"\"}\"\n");
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2026-09-01",
              "inputs": { "users": { "paths": ["traits.csv"], "fields": { "country": "traits.land" } },
                "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } } }
            """
        );

        var result = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Contains("traits is not JSON", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_row_that_is_rejected_no_value_is_said_to_be_left_out()
    {
        _folder.Write("logs.csv", "user_id,event_type,occurred_at,p\nu1,click,2021-01-01,\"{\"\"i\"\":\"\"i1\"\"}\"\nu1,click,2021-01-02,{oops\n");
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2026-09-01",
              "inputs": { "users": { "paths": ["users.csv"] }, "items": { "paths": ["items.csv"] },
                "events": { "paths": ["logs.csv"], "fields": { "item_id": "p.i", "source": "p.s" } } } }
            """
        );

        var result = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Contains("1 of the first 2 rows: p is not JSON; the first is logs.csv:3", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("the row kept", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_whose_first_rows_are_kept_are_good() => Assert.Equal((ExitCodes.Done, ""), await ValidateAsync());

    [Theory]
    [InlineData("u.csv", "user_id,tier\n", "inputs.users: u.csv has no rows")]
    [InlineData("u.csv", "", "inputs.users: u.csv has no rows")]
    [InlineData("u.jsonl", "\n\n", "inputs.users: u.jsonl has no rows")]
    [InlineData("u.parquet", "", "u.parquet: Parquet: ")]
    [InlineData("u.csv.gz", "", "u.csv.gz: gzip: not a gzip file (looks like an empty file)")]
    [InlineData(
        "u.csv",
        "user_id,tier\nu1,gold\nu2,silver\n",
        "inputs.users: 2 of the first 2 rows, of which none is kept: tier is none of paid, free (inputs.users.fields.tier.values maps other words): 'gold' (1 row), 'silver' (1); the first is u.csv:2"
    )]
    [InlineData("u.csv", "PK\u0003\u0004xxxx", "u.csv: not a text file (looks like zip): unpack it, or pack it with gzip, bzip2 or zstd")]
    [InlineData("u.csv", "PK\u0003\u0004[Content_Types].xml", "u.csv: not a text file (looks like an Excel workbook): save it as CSV in UTF-8")]
    [InlineData("u.csv", "\u00D0\u00CF\u0011\u00E0\u00A1", "u.csv: not a text file (looks like an Excel workbook): save it as CSV in UTF-8")]
    [InlineData("u.csv", "u\0s\0e\0r\0", "u.csv: not UTF-8 (looks like UTF-16): set inputs.users.encoding to utf-16, or save it as UTF-8")]
    [InlineData("u.csv", "BZh91AY&SY", "u.csv: bzip2: the file is damaged or cut (")]
    [InlineData("u.csv", "\u0028\u00B5\u002F\u00FD", "u.csv: zstd: the file is damaged or cut (")]
    [InlineData("u.csv", "PAR1\u0015", "u.csv: not a text file (looks like Parquet): set the format to parquet")]
    [InlineData("u.csv.bz2", "user_id", "u.csv.bz2: bzip2: not a bzip2 file")]
    [InlineData("u.csv.xz", "x", "u.csv.xz: xz is not read. Unpack the file, or pack it with gzip, bzip2 or zstd.")]
    [InlineData("u.json", "{\"Item\":{\"user_id\":{\"S\":\"u1\"}}}", "is it an export of DynamoDB? Set inputs.users.format to dynamodb")]
    [InlineData(
        "u.jsonl",
        "{\"uid\":\"u1\",\"tier\":\"paid\"}\n",
        "u.jsonl: no property user_id in the first rows. Properties: tier, uid. Map the one that is meant in inputs.users.fields.user_id"
    )]
    [InlineData(
        "u.jsonl",
        "{\"userid\":\"u1\",\"tier\":\"paid\"}\n",
        "u.jsonl: no property user_id in the first rows. Properties: tier, userid. Map the one that is meant in inputs.users.fields.user_id; did you mean 'userid'?"
    )]
    [InlineData(
        "u.jsonl",
        "{\"user\":{\"id\":1},\"tier\":\"paid\"}\n",
        "u.jsonl: no property user_id in the first rows. Properties: tier, user, user.id. Map the one that is meant in inputs.users.fields.user_id; did you mean 'user.id'?"
    )]
    [InlineData("u.csv", "u1,paid,2021-01-01\n", "If the file has no header, name its columns in inputs.users.columns.")]
    public async Task An_input_of_which_no_row_would_be_kept_is_refused_with_what_it_is(string path, string content, string problem)
    {
        _folder.Write(path, Encoding.Latin1.GetBytes(content));

        var (code, errors) = await ValidateAsync(users: $"\"paths\": [\"{path}\"]");

        Assert.Equal(ExitCodes.WrongUsage, code);
        Assert.Contains(problem, errors);
    }

    [Theory]
    [InlineData(
        "u.csv",
        "user_id,tier\nu1,gold\nu2,paid\n",
        "warning: inputs.users: 1 of the first 2 rows: tier is none of paid, free (inputs.users.fields.tier.values maps other words): 'gold' (1 row); the first is u.csv:2"
    )]
    [InlineData(
        "u.csv",
        "user_id,tier,registered_on\nu1,paid,31.12.2020\nu2,paid,2020\nu3,paid,31.12.2020\nu4,paid,\n",
        "warning: inputs.users: in 2 of the first 4 rows a value is left out and the row kept: registered_on is not a date or time: write a date as yyyy-MM-dd (inputs.users.fields.registered_on.format reads other forms): '31.12.2020' (2 rows)\nwarning: inputs.users: in 1 of the first 4 rows a value is left out and the row kept: registered_on is a year and no day: write a date as yyyy-MM-dd (inputs.users.fields.registered_on.format reads other forms): '2020' (1 row)"
    )]
    [InlineData(
        "u.jsonl",
        "{\"user_id\":\"u1\",\"tier\":\"paid\"}\nx\n",
        "warning: inputs.users: 1 of the first 2 rows: invalid JSON at byte 1; the first is u.jsonl:2"
    )]
    public async Task Rows_that_would_be_rejected_are_told(string path, string content, string warning)
    {
        _folder.Write(path, content);

        Assert.Equal((ExitCodes.Done, warning), await ValidateAsync(users: $"\"paths\": [\"{path}\"]"));
    }

    [Theory]
    [InlineData("{ \"column\": \"uid\" }", ExitCodes.Done)]
    [InlineData("{ \"column\": \"id\" }", ExitCodes.WrongUsage)]
    [InlineData("{ \"join\": [\"uid\", \"tenant\"] }", ExitCodes.WrongUsage)]
    public async Task A_column_that_the_settings_name_must_be_in_the_first_rows_of_json(string mapping, int code)
    {
        _folder.Write("u.jsonl", "{\"uid\":\"u1\",\"tier\":\"paid\"}\n");

        Assert.Equal(code, (await ValidateAsync(users: $"\"paths\": [\"u.jsonl\"], \"fields\": {{ \"user_id\": {mapping} }}")).Code);
    }

    [Fact]
    public async Task A_column_of_an_optional_field_may_come_later_and_is_a_warning()
    {
        _folder.Write("u.jsonl", "{\"user_id\":\"u1\",\"tier\":\"paid\"}\n");

        var (code, errors) = await ValidateAsync(users: "\"paths\": [\"u.jsonl\"], \"fields\": { \"plan\": \"abo\" }");

        Assert.Equal(ExitCodes.Done, code);
        Assert.StartsWith("warning: u.jsonl: no property abo in the first rows.", errors);
    }

    [Fact]
    public async Task The_first_rows_of_a_large_file_are_enough()
    {
        _folder.Write(
            "u.csv.gz",
            TempFolder.Gzip("user_id,tier,plan\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"u{i},paid,\"a\nb\"\n")) + "u,gold,\n")
        );

        Assert.Equal((ExitCodes.Done, ""), await ValidateAsync(users: "\"paths\": [\"u.csv.gz\"]"));
    }

    [Fact]
    public async Task Names_of_files_are_shown_with_what_is_invisible_in_them()
    {
        _folder.Write("in/u\u202Evsc.bz2", "");

        var (_, errors) = await ValidateAsync(users: "\"paths\": [\"in\"]");

        Assert.StartsWith(@"in/u\u202Evsc.bz2: ", errors);
    }

    [Fact]
    public async Task A_file_without_its_checksum_is_told_before_any_run()
    {
        _folder.Write("sums", new string('0', 64) + "  other.csv\n");

        Assert.Equal(
            (ExitCodes.WrongUsage, "inputs.users.checksums: users.csv is not in sums"),
            await ValidateAsync(users: "\"paths\": [\"users.csv\"], \"checksums\": \"sums\"")
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_a_failure_and_no_wrong_configuration()
    {
        _folder.Write("in/users.csv", "user_id,tier\nu1,paid\n");
        Directory.CreateSymbolicLink(Path.Join(_folder.Root, "in", "loop"), Path.Join(_folder.Root, "in"));

        var (code, errors) = await ValidateAsync(users: "\"paths\": [\"in\"]");

        Assert.Equal(ExitCodes.Failed, code);
        Assert.StartsWith("inputs.users.paths[0]: ", errors);
    }

    [Fact]
    public async Task What_fields_hold_and_what_becomes_of_it_is_shown_in_80_columns()
    {
        _folder.Write(
            "u.csv",
            "uid,plan,state,since\n" + string.Concat(Enumerable.Repeat("u,gratis,active,31.12.2020\n", 3)) + "v,premium,active,\nw,x,closed,\n"
        );
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2021-02-01", "inputs": {
              "users": { "paths": ["u.csv"], "where": { "state": "active" }, "fields": {
                "user_id": "uid", "tier": { "column": "plan", "values": { "gratis": "free" } }, "plan": { "constant": "a" },
                "registered_on": { "column": "since", "format": "dd.MM.yyyy" } } },
              "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } } }
            """
        );

        var result = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Equal(ExitCodes.Done, result.Code);
        Assert.StartsWith(
            """
            inputs.users: 1 file, 0.0 MB
              Of the first 5 rows 3 would be kept, 1 rejected, 1 left out.
              field             column           filled  values -> stored (?: not readable)
              user_id           uid               100 %  u, v
              tier              plan              100 %  gratis -> free, premium -> ?
              plan              'a'               100 %  a
              registered_on     since              75 %  31.12.2020 -> 2020-12-31
              Without a column: country, last_active_on, is_monthly_active.
            """,
            result.Output,
            StringComparison.Ordinal
        );
        Assert.All(
            result.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 80)
        );
    }

    [Fact]
    public async Task Of_a_split_category_all_that_become_of_it_are_shown()
    {
        _folder.Write("films.csv", "item_id,content_type,genres\ni1,video,Art|SF\n");
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2021-02-01", "inputs": { "users": { "paths": ["users.csv"] }, "events": { "paths": ["events.csv"] },
              "items": { "paths": ["films.csv"], "fields": { "category": { "column": "genres", "split": "|", "values": { "SF": "Fiction" } } } } } }
            """
        );

        var result = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Contains("  category          genres            100 %  Art|SF -> Art + Fiction\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_left_out_and_values_that_cannot_be_read_are_counted_and_trip_no_gate()
    {
        _folder.Write("users.csv", "user_id,tier,registered_on\nu1,paid,2020\n");
        _folder.Write("items.csv", "item_id,content_type\ni1,video\ni2,video\n");
        _folder.Write(
            "events.csv",
            "user_id,item_id,event_type,occurred_at\nu1,i1,click,2021-01-01\n" + string.Concat(Enumerable.Repeat("u1,i1,heartbeat,never\n", 99))
        );
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2021-02-01", "inputs": { "users": { "paths": ["users.csv"] }, "items": { "paths": ["items.csv"] },
              "events": { "paths": ["events.csv"], "where": { "event_type": { "is_not": "heartbeat" } } } } }
            """
        );

        var result = await Sparkreco.RunAsync("run", "--config", configuration);

        Assert.True(result.Code == ExitCodes.Done, result.Errors);
        Assert.Contains(
            "events: 100 rows read, 1 kept, 99 left out",
            result.Output.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal)
        );
        var record = await File.ReadAllTextAsync(
            Directory.GetFiles(_folder.Root, "collect.json", SearchOption.AllDirectories).Single(),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("99 of 100 rows of the events are left out", record);
        Assert.Contains("1 row of the users is kept without a value: registered_on is a year and no day", record);
    }

    [Fact]
    public async Task A_run_tells_the_causes_of_rejections_before_their_consequences_each_with_its_first_row()
    {
        _folder.Write("users.csv", "user_id,tier\nu1,paid\nu2,gold\nu3,silver\n");
        _folder.Write(
            "events.csv",
            "user_id,item_id,event_type,occurred_at\nu1,i1,click,2021-01-01\n" + string.Concat(Enumerable.Repeat("u2,i1,click,2021-01-01\n", 9))
        );
        var configuration = _folder.Write(
            "sparkreco.json",
            """
            { "run_date": "2021-02-01", "inputs": { "users": { "paths": ["users.csv"] }, "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } },
              "quality": { "max_rejected_percent": 100, "warn_rejected_percent": 100 } }
            """
        );

        var result = await Sparkreco.RunAsync("run", "--config", configuration);

        var cause = result.Errors.IndexOf(
            "rejected: 2 rows: tier is none of paid, free (inputs.users.fields.tier.values maps other words); the first is users.csv:3 with 'gold'",
            StringComparison.Ordinal
        );
        var consequence = result.Errors.IndexOf(
            "rejected: 9 rows: user_id is not in users; the first is events.csv:3 with 'u2'",
            StringComparison.Ordinal
        );
        Assert.True(cause >= 0 && consequence > cause, result.Errors);
    }

    private async Task<(int Code, string Errors)> ValidateAsync(string users = "\"paths\": [\"users.csv\"]")
    {
        var configuration = _folder.Write(
            "sparkreco.json",
            $$"""
            { "run_date": "2021-02-01", "inputs": { "users": { {{users}} }, "items": { "paths": ["items.csv"] }, "events": { "paths": ["events.csv"] } } }
            """
        );
        var result = await Sparkreco.RunAsync("validate", "--config", configuration);
        return (result.Code, result.Errors.TrimEnd());
    }
}
