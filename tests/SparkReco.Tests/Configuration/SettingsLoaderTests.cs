using SparkReco.Configuration;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Configuration;

public sealed class SettingsLoaderTests : ConfigurationTest
{
    [Fact]
    public void All_errors_are_shown_at_once_in_the_order_of_their_lines() =>
        Assert.Equal(
            [
                "'blend.list_sizes' is not a setting; did you mean 'blend.list_size'?",
                "sparkreco.json:2: 'blnd' is not a setting; did you mean 'blend'?",
                "sparkreco.json:4: 'engagement.half_life_days' is '0', but must be a whole number from 1 to 3650",
                "sparkreco.json:5: 'engagement.points.clicks' is not a setting; did you mean 'click'?",
                "sparkreco.json:7: 'evaluation.cutoffs' must be a list of 1 to 10 rising whole numbers from 1 to 500",
            ],
            Errors(
                """
                "blnd": {},
                "engagement": {
                  "half_life_days": 0,
                  "points": { "clicks": 3 }
                },
                "evaluation": { "cutoffs": [10, 5] }
                """,
                ("blend.list_sizes", "7")
            )
        );

    [Fact]
    public void All_required_settings_that_are_missing_are_named() =>
        Assert.Equal(
            [
                "sparkreco.json:1: 'run_date' is missing: set it, or give --run-date YYYY-MM-DD",
                "sparkreco.json:1: 'inputs.users.paths' is missing: name the files or folders to read",
                "sparkreco.json:1: 'inputs.items.paths' is missing: name the files or folders to read",
                "sparkreco.json:1: 'inputs.events.paths' is missing: name the files or folders to read",
            ],
            ErrorsOfText("{}")
        );

    [Theory]
    [InlineData("\"list_size\": 5", "'list_size' is not a setting; did you mean 'blend.list_size'?")]
    [InlineData("\"engine\": { \"thread\": 5 }", "'engine.thread' is not a setting; did you mean 'threads'?")]
    [InlineData("\"something_else\": { \"a\": 1 }", "'something_else' is not a setting")]
    [InlineData("\"Blend\": { \"list_size\": 5 }", "'Blend' is not a setting; did you mean 'blend'?")]
    public void An_unknown_setting_is_named_with_the_nearest_known_one(string line, string error) =>
        Assert.Equal(["sparkreco.json:2: " + error], Errors(line));

    [Theory]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    public void A_section_that_is_no_object_is_an_error(string value)
    {
        var error = Assert.Single(Errors($"\"blend\": {value}"));

        Assert.StartsWith("sparkreco.json:2: 'blend' must be an object", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"blend\": { \"list_size\": \"many\" }", "'blend.list_size' is 'many', but must be a whole number from 1 to 500")]
    [InlineData("\"blend\": { \"list_size\": 2.5 }", "'blend.list_size' is '2.5', but must be a whole number from 1 to 500")]
    [InlineData("\"blend\": { \"list_size\": true }", "'blend.list_size' is 'true', but must be a whole number from 1 to 500")]
    [InlineData("\"blend\": { \"list_size\": 99999999999 }", "'blend.list_size' is '99999999999', but must be a whole number from 1 to 500")]
    [InlineData("\"blend\": { \"list_size\": [5] }", "'blend.list_size' must be a whole number")]
    [InlineData("\"blend\": { \"list_size\": {} }", "'blend.list_size' must be a whole number")]
    [InlineData("\"lake\": \"\"", "'lake' is empty")]
    [InlineData("\"lake\": [\"a\"]", "'lake' must be text")]
    [InlineData("\"evaluation\": { \"cutoffs\": [5, 5] }", "'evaluation.cutoffs' must be a list of 1 to 10 rising whole numbers from 1 to 500")]
    [InlineData("\"evaluation\": { \"cutoffs\": [] }", "'evaluation.cutoffs' must be a list of 1 to 10 rising whole numbers from 1 to 500")]
    [InlineData("\"evaluation\": { \"cutoffs\": [{}] }", "'evaluation.cutoffs' must be a list of 1 to 10 rising whole numbers from 1 to 500")]
    public void A_value_of_the_wrong_kind_is_named_with_what_it_must_be(string line, string error) =>
        Assert.Equal(["sparkreco.json:2: " + error], Errors(line));

    [Theory]
    [InlineData("2026-9-1")]
    [InlineData("01.09.2026")]
    [InlineData("2026-02-30")]
    [InlineData("1999-12-31")]
    public void The_run_date_is_a_day_of_this_century(string day) =>
        Assert.Equal([$"'run_date' is '{day}', but must be a day from 2000 to 2099, written yyyy-MM-dd"], Errors("", ("run_date", day)));

    [Theory]
    [InlineData(
        "\"blend\": { \"item_item\": 0, \"category\": 0, \"popularity\": 0, \"preference\": 0, \"recency\": 0 }",
        "'blend' has no weight above 0"
    )]
    [InlineData(
        "\"engagement\": { \"points\": { \"click\": 0, \"watch_minute\": 0, \"like\": 0, \"complete\": 0 } }",
        "'engagement.points' has no points above 0"
    )]
    [InlineData("\"item_item\": { \"history_exponent\": 30, \"target_exponent\": 19 }", "are less than 50 together")]
    [InlineData("\"blend\": { \"list_size\": 20 }", "'evaluation.cutoffs' asks for 25 items, but 'blend.list_size' is 20")]
    [InlineData("\"quality\": { \"warn_rejected_percent\": 30 }", "'quality.warn_rejected_percent' is above 'quality.max_rejected_percent'")]
    [InlineData("\"lake\": \"x\"}, \"x\": {", "not valid JSON")]
    public void Settings_that_contradict_each_other_are_an_error(string line, string error) =>
        Assert.Contains(error, Assert.Single(Errors(line)), StringComparison.Ordinal);

    [Fact]
    public void An_override_wins_over_the_file_and_the_file_over_the_default()
    {
        const string lines = "\"blend\": { \"list_size\": 30, \"recency\": 7 }";

        Assert.Equal((25, 0), (Load("").Blend.ListSize, Load("").Blend.Recency));
        Assert.Equal((30, 7), (Load(lines).Blend.ListSize, Load(lines).Blend.Recency));
        Assert.Equal((40, 7), (Load(lines, ("blend.list_size", "40")).Blend.ListSize, Load(lines, ("blend.list_size", "40")).Blend.Recency));
    }

    [Fact]
    public void Repeats_of_events_are_copies_unless_they_are_kept()
    {
        Assert.False(Load("").Inputs.Events[0].Files.KeepsRepeats);
        Assert.True(Load("", ("inputs.events.repeats", "keep")).Inputs.Events[0].Files.KeepsRepeats);
    }

    [Fact]
    public void An_override_may_be_a_list()
    {
        var settings = Load("", ("evaluation.cutoffs", "3, 7"), ("inputs.events.paths", "a,b"));

        Assert.Equal([3, 7], settings.Evaluation.Cutoffs);
        Assert.Equal(["a", "b"], settings.Inputs.Events[0].Files.Paths);
    }

    [Fact]
    public void Null_is_the_default() => Assert.Equal(25, Load("\"blend\": { \"list_size\": null }").Blend.ListSize);

    [Fact]
    public void Paths_begin_at_the_folder_of_the_file()
    {
        var settings = Load("\"lake\": \"data/lake\"");

        Assert.Equal(settings.BaseFolder / "data/lake", settings.Lake);
        Assert.Equal("/data/lake", $"{Load("\"lake\": \"/data/lake\"").Lake}");
    }

    [Fact]
    public void Fields_are_mapped_by_columns_constants_joins_and_values()
    {
        var users = LoadText(
            """
            {
              "run_date": "2026-09-01",
              "inputs": {
                "users": {
                  "paths": "u.csv", "format": "csv", "delimiter": "tab",
                  "fields": {
                    "user_id": { "join": ["tenant", "id"], "separator": "-" },
                    "tier": { "column": "plan_code", "values": { "A": "paid" }, "otherwise": "free" },
                    "country": { "constant": "DE" },
                    "plan": "plan_name"
                  }
                },
                "items": { "paths": ["i"] },
                "events": { "paths": ["e"] }
              }
            }
            """
        )
            .Inputs.Users[0]
            .Files;

        Assert.Equal((SourceFormat.Csv, "\t", "u.csv"), (users.Format, users.Delimiter, Assert.Single(users.Paths)));
        Assert.Equal(["tenant", "id"], users.Fields["user_id"].Join);
        Assert.Equal(
            ("-", "plan_code", "free", "DE", "plan_name"),
            (
                users.Fields["user_id"].Separator,
                users.Fields["tier"].Column,
                users.Fields["tier"].Otherwise,
                users.Fields["country"].Constant,
                users.Fields["plan"].Column
            )
        );
        Assert.Equal("paid", users.Fields["tier"].Values!["A"]);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[\"u.csv\", null]")]
    [InlineData("[\"\"]")]
    [InlineData("[]")]
    public void A_path_that_is_null_is_no_file_of_that_name(string paths) =>
        Assert.Equal(
            ["sparkreco.json:1: 'inputs.users.paths' must name at least one file, folder or glob, and none may be empty or null"],
            ErrorsOfText(
                $$"""{ "run_date": "2026-09-01", "inputs": { "users": { "paths": {{paths}} }, "items": { "paths": ["i"] }, "events": { "paths": ["e"] } } }"""
            )
        );

    [Theory]
    [InlineData("", null)]
    [InlineData("\"delimiter\": \"auto\",", null)]
    [InlineData("\"delimiter\": \",\",", ",")]
    [InlineData("\"delimiter\": \"tab\",", "\t")]
    [InlineData("\"delimiter\": \"|\",", "|")]
    public void The_delimiter_goes_by_the_files_names_unless_it_is_set(string setting, string? delimiter) =>
        Assert.Equal(
            delimiter,
            LoadText(
                $$"""{ "run_date": "2026-09-01", "inputs": { "users": { {{setting}} "paths": ["u.tsv"] }, "items": { "paths": ["i"] }, "events": { "paths": ["e"] } } }"""
            )
                .Inputs.Users[0]
                .Files.Delimiter
        );

    [Fact]
    public void Columns_and_checksums_are_none_unless_they_are_set()
    {
        var inputs = LoadText(
            """
            { "run_date": "2026-09-01", "inputs": { "users": { "paths": ["u"], "columns": ["user_id", "tier"], "checksums": "SHA256SUMS" }, "items": { "paths": ["i"], "columns": [] }, "events": { "paths": ["e"] } } }
            """
        ).Inputs;

        Assert.Equal(["user_id", "tier"], inputs.Users[0].Files.Columns!);
        Assert.Equal(
            ("SHA256SUMS", null, null, null),
            (inputs.Users[0].Files.Checksums, inputs.Items[0].Files.Columns, inputs.Events[0].Files.Columns, inputs.Events[0].Files.Checksums)
        );
    }

    [Theory]
    [InlineData("\"a\"", "a", null)]
    [InlineData("[\"a\", null, 1]", "a||1", null)]
    [InlineData("{ \"is\": \"a\", \"is_not\": [\"b\", true] }", "a", "b|true")]
    public void A_row_filter_is_a_text_a_list_or_both_sides(string condition, string? wanted, string? unwanted)
    {
        var where = LoadText(
            $$"""{ "run_date": "2026-09-01", "inputs": { "users": { "paths": ["u"], "where": { "x": {{condition}} } }, "items": { "paths": ["i"] }, "events": { "paths": ["e"] } } }"""
        )
            .Inputs.Users[0]
            .Files.Where["x"];

        Assert.Equal((wanted, unwanted), (Text(where.Is), Text(where.IsNot)));

        static string? Text(IReadOnlyList<string>? texts) => texts is null ? null : string.Join('|', texts);
    }

    [Theory]
    [InlineData("\"userid\": \"id\"", "'inputs.users.fields.userid' is not a field of inputs.users; did you mean 'user_id'?")]
    [InlineData("\"user_id\": { \"colum\": \"id\" }", "'inputs.users.fields.user_id.colum' is not part of a field mapping; did you mean 'column'?")]
    [InlineData(
        "\"user_id\": { \"column\": \"a\", \"constant\": \"b\" }",
        "'inputs.users.fields.user_id' has more than one of 'column', 'first', 'join' and 'constant': keep one"
    )]
    [InlineData("\"user_id\": 5", "'inputs.users.fields.user_id' must be a column's name or an object with 'column', 'first', 'join' or 'constant'")]
    [InlineData(
        "\"user_id\": null",
        "'inputs.users.fields.user_id' must be a column's name or an object with 'column', 'first', 'join' or 'constant'"
    )]
    [InlineData("\"user_id\": { \"join\": \"a\" }", "'inputs.users.fields.user_id.join' must be a list")]
    [InlineData("\"user_id\": { \"join\": [\"a\", null] }", "'inputs.users.fields.user_id.join' must be a list")]
    [InlineData("\"tier\": { \"column\": \"a\", \"values\": \"paid\" }", "'inputs.users.fields.tier.values' must be an object")]
    [InlineData("\"tier\": { \"take\": \"second\" }", "'inputs.users.fields.tier.take' must be one of first, last, joined, each")]
    [InlineData("\"tier\": { \"take\": \"each\" }", "'inputs.users.fields.tier.take' only an event or a list can become one of each element")]
    [InlineData("\"tier\": { \"format\": \"yyyy\" }", "'inputs.users.fields.tier.format' is of days, times and durations")]
    [InlineData("\"registered_on\": { \"format\": \"dd.MM\" }", "'inputs.users.fields.registered_on.format' 'dd.MM' is neither one of iso,")]
    [InlineData("\"registered_on\": { \"zone\": \"Europe/Berlin\" }", "'inputs.users.fields.registered_on.zone' is of times")]
    [InlineData("\"tier\": { \"unit\": \"minutes\" }", "'inputs.users.fields.tier.unit' is of durations")]
    [InlineData("\"tier\": { \"otherwise\": \"paid\" }", "'inputs.users.fields.tier.otherwise' has no meaning without values")]
    [InlineData("\"tier\": { \"column\": [\"a\"] }", "'inputs.users.fields.tier.column' must be text")]
    public void A_wrong_mapping_of_a_field_is_an_error_on_its_line(string field, string error) =>
        Assert.StartsWith(
            "sparkreco.json:2: " + error,
            Assert.Single(
                ErrorsOfText(
                    $$$"""
                    { "run_date": "2026-09-01", "inputs": { "items": { "paths": ["i"] }, "events": { "paths": ["e"] }, "users": { "paths": ["u"], "fields": {
                      {{{field}}}
                    } } } }
                    """
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_default_is_a_valid_value()
    {
        var defaults = SettingsLoader
            .Describe()
            .Where(setting =>
                setting.Default is not ("required" or "none" or "{}")
                && !setting.Path.EndsWith(".fields", StringComparison.Ordinal)
                && !setting.Path.Contains("<name>", StringComparison.Ordinal)
            );

        Load("", [.. defaults.Select(setting => (setting.Path, setting.Default.Trim('[', ']')))]);
    }

    [Fact]
    public void Every_setting_is_described_once_with_its_meaning()
    {
        var settings = SettingsLoader.Describe();

        Assert.Equal(settings.Count, settings.DistinctBy(setting => setting.Path).Count());
        Assert.All(settings, setting => Assert.EndsWith(".", setting.Meaning, StringComparison.Ordinal));
    }
}
