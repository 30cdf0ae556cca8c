using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.Ingest;

/// <summary>What holds for a value or a row whatever the format of its file: a table of texts is written in each format and read.</summary>
public sealed class FormatsTests : IngestTest
{
    public static TheoryData<string> Formats => new("u.csv", "u.csv.gz", "u.jsonl", "u.jsonl.gz", "u.parquet");

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_word_for_no_value_is_null_in_an_optional_field_and_missing_in_a_required_one(string path)
    {
        string[] words = ["\\N", "NULL", "null", "NaN", "nan", "NaT", "<NA>", "None"];

        foreach (var word in words)
        {
            var user = Assert.Single(
                LoadTable(
                    path,
                    RawTable.Users,
                    "user_id,tier,plan,registered_on,last_active_on,is_monthly_active",
                    ["u1", "paid", word, word, word, word]
                )
            );
            Assert.Equal((null, "u1 paid"), (user.Problem, string.Join(' ', user.Fields.Values)));
            var item = Assert.Single(
                LoadTable(path, RawTable.Items, "item_id,content_type,title,duration_seconds,is_available", ["i1", "video", word, word, word])
            );
            Assert.Equal((null, "i1 video 1"), (item.Problem, string.Join(' ', item.Fields.Values)));
            var @event = Assert.Single(
                LoadTable(
                    path,
                    RawTable.Events,
                    "event_id,user_id,item_id,event_type,occurred_at,event_count,watch_seconds,position",
                    [word, "u1", "i1", "click", "2023-11-14", word, word, word]
                )
            );
            Assert.Equal((null, "u1 i1 click 1699920000000 1"), (@event.Problem, string.Join(' ', @event.Fields.Values)));
            Assert.Equal("user_id is missing", Assert.Single(LoadTable(path, RawTable.Users, "user_id,tier", [word, "paid"])).Problem);
            Assert.Equal(
                "occurred_at is missing",
                Assert.Single(LoadTable(path, RawTable.Events, "user_id,item_id,event_type,occurred_at", ["u1", "i1", "click", word])).Problem
            );
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_flag_may_be_a_float(string path) =>
        Assert.Equal(
            ["1", "0", null],
            LoadTable(path, RawTable.Users, "user_id,tier,is_monthly_active", ["u1", "paid", "1.0"], ["u2", "paid", "0.0"], ["u3", "paid", ""])
                .Select(row => row["is_monthly_active"])
        );

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_compact_date_is_its_day_and_a_year_is_none(string path)
    {
        var rows = LoadTable(
            path,
            RawTable.Users,
            "user_id,tier,registered_on",
            ["u1", "paid", "20240229"],
            ["u2", "paid", "2020"],
            ["u3", "paid", "44927"]
        );

        Assert.Equal("19782", rows[0]["registered_on"]); // 54 years of 365 days, 13 leap days before 2024, 31 days of January and 28 of February
        Assert.Equal(54 * 365 + 13 + 31 + 28, 19782);
        Assert.Equal([null, null], rows.Skip(1).Select(row => row["registered_on"]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_unknown_word_names_the_allowed_ones_the_nearest_and_the_setting(string path)
    {
        var rows = LoadTable(path, RawTable.Users, "user_id,tier", ["u1", "gold"], ["u2", "piad"], ["u3", "platinum"]);

        Assert.Equal(
            [
                "tier is none of paid, free (sources.users.fields.tier.values maps other words)",
                "tier is none of paid, free; did you mean 'paid'? (sources.users.fields.tier.values maps other words)",
            ],
            rows.Select(row => row.Problem).Distinct()
        );
        Assert.Equal(["gold", "piad", "platinum"], rows.Select(row => row.Value));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_value_is_shown_short_and_with_escapes_for_what_is_invisible(string path)
    {
        var rows = LoadTable(path, RawTable.Users, "user_id,tier", ["u1", "go\u202Eld\u0007"], ["u2", new string('x', 500)]);

        Assert.Equal(["go\\u202Eld\\u0007", new string('x', 60) + "…"], rows.Select(row => row.Value));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Events_without_an_id_that_differ_in_any_column_are_two_events(string path)
    {
        const string columns = "user_id,item_id,event_type,occurred_at,session_id,note";
        string[] Row(string session, string note = "") => ["u1", "i1", "click", "2021-01-05", session, note];

        long?[] hashes =
        [
            .. LoadTable(path, RawTable.Events, columns, Row("s1"), Row("s2"), Row("s1"), Row("s1", "n"), Row("s1", "n")).Select(row => row.Hash),
        ];

        Assert.Equal((hashes[0], hashes[3]), (hashes[2], hashes[4]));
        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Events_with_an_id_are_known_by_it_and_those_without_by_all_columns(string path)
    {
        const string columns = "event_id,user_id,item_id,event_type,occurred_at,session_id";
        string[] Row(string id, string session) => [id, "u1", "i1", "click", "2021-01-05", session];

        var rows = LoadTable(path, RawTable.Events, columns, Row("e", "s1"), Row("e", "s2"), Row("", "s1"), Row("", "s2"), Row("", "s2"));

        Assert.Equal(5, rows.Count);
        Assert.Equal((rows[0].Hash, rows[3].Hash), (rows[1].Hash, rows[4].Hash));
        Assert.NotEqual(rows[2].Hash, rows[3].Hash);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Where_repeats_are_kept_events_have_a_hash_only_for_their_id(string path)
    {
        const string columns = "event_id,user_id,item_id,event_type,occurred_at,session_id";
        string[] Row(string id, string session) => [id, "u1", "i1", "click", "2021-01-05", session];

        Write(path, columns, [Row("e", "s1"), Row("", "s1"), Row("e", "s2"), Row("", "s1")]);
        var rows = LoadTable(RawTable.Events, Settings(path) with { KeepsRepeats = true });

        Assert.NotNull(rows[0].Hash);
        Assert.Equal([rows[0].Hash, null, rows[0].Hash, null], rows.Select(row => row.Hash));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Events_whose_mapped_words_differ_are_no_copies_of_each_other(string path)
    {
        const string columns = "user_id,item_id,event_type,occurred_at";
        Write(
            path,
            columns,
            [
                ["u1", "i1", "LIKE", "2021-01-05"],
                ["u1", "i1", "FOLLOW", "2021-01-05"],
                ["u1", "i1", "LIKE", "2021-01-05"],
            ]
        );
        var mapped = new FieldMapping
        {
            Values = new Dictionary<string, string> { ["LIKE"] = "like", ["FOLLOW"] = "like" },
        };

        var rows = LoadTable(RawTable.Events, Settings(path) with { Fields = new Dictionary<string, FieldMapping> { ["event_type"] = mapped } });

        Assert.Equal(rows[0].Hash, rows[2].Hash);
        Assert.NotEqual(rows[0].Hash, rows[1].Hash);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Users_have_no_hash(string path)
    {
        Assert.Null(LoadTable(path, RawTable.Users, "user_id,tier", ["u1", "free"])[0].Hash);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_name_that_only_begins_like_a_fields_is_another_column(string path)
    {
        var rows = LoadTable(path, RawTable.Users, "user_id,tier,Planché,PLAN\u0130", ["u1", "paid", "wrong", "wrong"]);

        Assert.Null(Assert.Single(rows)["plan"]);
    }

    [Theory]
    [InlineData("u.csv", "user_id,coun\0try\nu1,DE\n")]
    [InlineData("u.csv.gz", "user_id,coun\0try\nu1,DE\n")]
    [InlineData("u.csv", "user_id,\"a\0\"\nu1,DE\n")]
    public void A_NUL_in_a_header_is_a_problem_of_the_file(string path, string text)
    {
        var row = Assert.Single(Load(path, Packed(path, System.Text.Encoding.UTF8.GetBytes(text))));

        Assert.StartsWith("the header cannot be read: NUL byte (", row.Problem, StringComparison.Ordinal);
        Assert.Equal(0, row.Line);
    }

    [Theory]
    [InlineData("u.csv", "user_id,tier,author\nu1,paid,Cl\u00E9zio\nu2,paid,x\n")]
    [InlineData("u.csv.gz", "user_id,tier,author\nu1,paid,Cl\u00E9zio\nu2,paid,x\n")]
    [InlineData("u.csv", "user_id,tier,author\nu1,paid,\"a\0b\"\nu2,paid,x\n")]
    [InlineData("u.jsonl", "{\"author\":\"Cl\u00E9zio\",\"user_id\":\"u1\",\"tier\":\"paid\"}\n{\"user_id\":\"u2\",\"tier\":\"paid\"}\n")]
    [InlineData(
        "u.jsonl.gz",
        "{\"\u00E9\":{\"\u00E9\":[\"\u00E9\\n\"]},\"user_id\":\"u1\",\"tier\":\"paid\"}\n{\"user_id\":\"u2\",\"tier\":\"paid\"}\n"
    )]
    public void Invalid_text_in_a_column_that_no_field_needs_costs_nothing(string path, string text) =>
        Assert.Equal(
            ["u1", "u2"],
            Load(path, Packed(path, System.Text.Encoding.Latin1.GetBytes(text)), table: RawTable.Users).Select(row => row["user_id"])
        );

    [Theory]
    [InlineData("u.csv", "user_id,tier,plan\nu1,paid,Cl\u00E9zio\nu2,paid,x\n")]
    [InlineData("u.jsonl", "{\"plan\":\"Cl\u00E9zio\",\"user_id\":\"u1\",\"tier\":\"paid\"}\n{\"user_id\":\"u2\",\"tier\":\"paid\"}\n")]
    public void Invalid_text_in_the_column_of_an_optional_field_costs_its_value(string path, string text)
    {
        Assert.Equal([null, null], Load(path, System.Text.Encoding.Latin1.GetBytes(text), table: RawTable.Users).Select(row => row.Problem));
        Assert.Equal([new FlawCount("plan", "invalid UTF-8 in plan", null, 1)], Flaws);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_checksum_is_that_of_the_bytes_that_were_read(string path)
    {
        var full = Write(path, "user_id,tier", [.. Enumerable.Range(0, 30_000).Select(i => new[] { $"u{i}", i % 7 == 0 ? "gold" : "paid" })]);
        var sink = new RowList(RawTable.Users);

        var result = Read(Settings(path), RawTable.Users, sink);

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(full))),
            Assert.Single(result.Files).Sha256
        );
        Assert.Equal((30_000, 4286), (result.Rows, result.ProblemRows));
    }

    [Fact]
    public void Two_threads_read_one_large_file_of_lines_together()
    {
        var line = $"{{\"user_id\":\"u\",\"tier\":\"paid\",\"x\":\"{new string('x', 1000)}\"}}\n";
        Folder.Write("u.jsonl", string.Concat(Enumerable.Repeat(line, 20_000)));
        using var both = new Barrier(2);
        var isTogether = true;

        var result = Read(
            Settings("u.jsonl"),
            RawTable.Users,
            new ChangingSink(RawTable.Users, () => isTogether &= both.SignalAndWait(TimeSpan.FromMinutes(1), Cancellation))
        );

        Assert.True(isTogether);
        Assert.Equal(20_000, result.Rows);
    }

    public static TheoryData<string, string> Changes
    {
        get
        {
            TheoryData<string, string> changes = [];
            foreach (var path in (string[])["u.csv", "u.csv.gz", "u.jsonl", "u.jsonl.gz", "u.parquet"])
            {
                changes.Add(path, "other bytes of the same size");
                changes.Add(path, "more bytes");
                changes.Add(path, "no file");
            }

            return changes;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_file_that_changes_while_it_is_read_ends_the_load(string path, string change)
    {
        var full = Write(
            path,
            "user_id,tier",
            [
                ["u1", "paid"],
                ["u2", "free"],
            ]
        );
        var bytes = File.ReadAllBytes(full);
        var sink = new ChangingSink(
            RawTable.Users,
            () =>
            {
                switch (change)
                {
                    case "no file":
                        File.Delete(full);
                        break;
                    case "more bytes":
                        File.AppendAllText(full, "\n");
                        break;
                    default:
                        bytes[^1] ^= 1;
                        File.WriteAllBytes(full, bytes);
                        File.SetLastWriteTimeUtc(full, File.GetLastWriteTimeUtc(full).AddTicks(10));
                        break;
                }
            }
        );

        Assert.Equal(path, Assert.Throws<SparkReco.Storage.SourceChangedException>(() => Read(Settings(path), RawTable.Users, sink)).Path);
    }

    [Theory]
    [InlineData("e.csv")]
    [InlineData("e.csv.gz")]
    public void Columns_of_a_file_without_a_header_are_named_by_the_settings(string path)
    {
        var settings = Settings(path) with
        {
            Delimiter = "|",
            Columns = ["user_id", "item_id", "event_type", "when"],
            Fields = new Dictionary<string, FieldMapping> { ["occurred_at"] = new() { Column = "when" } },
        };

        var rows = Load(
            path,
            Packed(path, "u1|i1|click|2023-11-14 00:00:00\nu2|i1|click\nu3|i2|click|2023-11-14\n"u8.ToArray()),
            settings,
            RawTable.Events
        );

        Assert.Equal([null, "3 fields where there are columns for 4", null], rows.Select(row => row.Problem));
        Assert.Equal([1L, 2, 3], rows.Select(row => row.Line));
        Assert.Equal(["1699920000000", null, "1699920000000"], rows.Select(row => row["occurred_at_ms"]));
    }

    [Fact]
    public void Values_where_names_should_be_are_told_with_the_setting_for_them()
    {
        Folder.Write("u.csv", "7,paid\n8,free\n");

        Assert.Contains(
            "If the file has no header, name its columns in sources.users.columns.",
            Refused(Settings("u.csv")).Message,
            StringComparison.Ordinal
        );
    }

    private static byte[] Packed(string path, byte[] bytes) => path.EndsWith(".gz", StringComparison.Ordinal) ? TempFolder.Gzip(bytes) : bytes;

    private IReadOnlyList<RawRow> LoadTable(string path, RawTable table, string columns, params string[][] rows)
    {
        Write(path, columns, rows);
        return LoadTable(table, Settings(path));
    }

    private IReadOnlyList<RawRow> LoadTable(RawTable table, SourceSettings settings)
    {
        var sink = new RowList(table);
        Read(settings, table, sink);
        return sink.Rows;
    }

    private IngestResult Read(SourceSettings settings, RawTable table, IRawSink sink)
    {
        using var columnar = new DuckDbParquetReader(Sources, Path.Join(Folder.Root, "inputs"), memoryMegabytes: 1024);
        var workers = new ThreadWorkers(table, [settings], Sources, sink, columnar, 2, null);
        return IngestJob
            .RunAsync(table, [settings], Location.OfThisMachine(Folder.Root), Sources, columnar, workers.ReadAsync, Cancellation)
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>Writes a table of texts; an empty text is null.</summary>
    private string Write(string path, string columns, string[][] rows)
    {
        var names = columns.Split(',');
        if (path.EndsWith(".parquet", StringComparison.Ordinal))
        {
            var full = Path.Join(Folder.Root, path);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            var values = string.Join(
                ", ",
                rows.Select(row => $"({string.Join(", ", row.Select(text => text.Length == 0 ? "null::varchar" : $"'{text}'"))})")
            );
            command.CommandText =
                $"copy (select * from (values {values}) as t({string.Join(", ", names.Select(name => $"\"{name}\""))})) to '{full}' (format parquet)";
            command.ExecuteNonQuery();
            return full;
        }

        var text = path.Contains(".csv", StringComparison.Ordinal)
            ? string.Concat(rows.Prepend(names).Select(row => string.Join(',', row) + "\n"))
            : string.Concat(
                rows.Select(row =>
                    System.Text.Json.JsonSerializer.Serialize(names.Zip(row).Where(pair => pair.Second.Length > 0).ToDictionary()) + "\n"
                )
            );
        return Folder.Write(path, Packed(path, System.Text.Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Does something when the first row of each writer arrives.</summary>
    private sealed class ChangingSink(RawTable table, Action onFirstRow) : IRawSink
    {
        private readonly RowList _rows = new(table);

        public void Begin(long inputBytes) { }

        public IRawWriter OpenWriter() => new Writer(_rows.OpenWriter(), onFirstRow);

        private sealed class Writer(IRawWriter rows, Action onFirstRow) : IRawWriter
        {
            private bool _isChanged;

            public void BeginFile(int number) => rows.BeginFile(number);

            public void Set(int field, ReadOnlySpan<byte> text) => rows.Set(field, text);

            public void Set(int field, long number) => rows.Set(field, number);

            public void EndRow(long line, long? hash)
            {
                rows.EndRow(line, hash);
                if (!_isChanged)
                    onFirstRow();

                _isChanged = true;
            }

            public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw) => rows.EndProblem(line, reason, value, raw);

            public void DiscardFile() => rows.DiscardFile();

            public void Commit() => rows.Commit();

            public void Dispose() => rows.Dispose();
        }
    }
}
