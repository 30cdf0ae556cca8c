using System.Text;
using SparkReco.Cli;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_configuration_that_is_guessed_from_files_says_so_and_is_good()
    {
        string[] files =
        [
            _folder.Write(
                "members.json",
                """[{"memberId":1,"subscription":"premium","signupDate":"31.12.2019","address":{"country":"DE"}},{"memberId":2,"subscription":"gratis"}]"""
            ),
            _folder.Write(
                "movies.csv",
                "id;name;genres;runtime;release_year;type\nm1;A;Action|Comedy;1:30:00;1999;Movie\nm2;B;Drama|Crime;2:00:01;2001;TV Show\n"
            ),
            _folder.Write(
                "log.ndjson",
                """
                {"uid":1,"movieId":"m1","event":"play","ts":1609459200,"ms_played":12000}
                {"uid":2,"movieId":"m2","event":"heartbeat","ts":1609459300}
                {"uid":2,"movieId":"m2","event":"like","ts":1609459300}

                """
            ),
        ];
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        var init = await Sparkreco.RunAsync(["init", "--config", configuration, "--from", .. files]);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.True(init.Code == ExitCodes.Done, init.Errors);
        Assert.Equal((ExitCodes.Done, ""), (validate.Code, validate.Errors));
        var text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        string[] guesses =
        [
            "\"run_date\": \"2021-01-02\"", // 1609459300 is on 2021-01-01.
            "\"paths\": [\"members.json\"]",
            "// Guessed: by its name, such as '1'.\n        \"user_id\": \"memberId\"",
            "\"tier\": { \"column\": \"subscription\", \"values\": { \"gratis\": \"free\", \"premium\": \"paid\" } }",
            "\"country\": \"address.country\"",
            "\"registered_on\": { \"column\": \"signupDate\", \"format\": \"dd.MM.yyyy\" }",
            "\"delimiter\": \";\"",
            "\"category\": { \"column\": \"genres\", \"split\": \"|\" }",
            "\"duration_seconds\": { \"column\": \"runtime\", \"format\": \"clock\" }",
            "\"where\": { \"event\": [\"like\",\"play\"] }",
            "\"watch_seconds\": { \"column\": \"ms_played\", \"unit\": \"milliseconds\" }",
        ];
        Assert.All(guesses, guess => Assert.Contains(guess, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task German_names_and_words_are_known_and_minutes_are_minutes()
    {
        string[] files =
        [
            _folder.Write("Nutzer.csv", "Nutzer-ID;Tarif;Land;Registriert am\nu1;kostenlos;DE;31.12.2025\nu2;bezahlt;AT;01.01.2026\n"),
            _folder.Write(
                "Inhalte.csv",
                "Titel;Typ;Kategorie;Dauer (Min.);Veröffentlicht am\nA;Kurs;Kochen;45;01.02.2026\nB;Film;Musik;30,5;02.02.2026\n"
            ),
            _folder.Write(
                "Verlauf.csv",
                "Benutzer;Titel;Datum;Aktion;Angesehene Minuten\nu1;A;01.09.2026 10:00;gesehen;12,5\nu2;B;02.09.2026 11:30;abgeschlossen;30\n"
            ),
        ];
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync(["init", "--config", configuration, "--from", .. files]);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        var text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        string[] guesses =
        [
            "\"user_id\": \"Nutzer-ID\"",
            "\"tier\": { \"column\": \"Tarif\", \"values\": { \"bezahlt\": \"paid\", \"kostenlos\": \"free\" } }",
            "\"registered_on\": { \"column\": \"Registriert am\", \"format\": \"dd.MM.yyyy\" }",
            "\"item_id\": \"Titel\"",
            "\"content_type\": { \"column\": \"Typ\", \"values\": { \"Film\": \"video\", \"Kurs\": \"course\" } }",
            "\"duration_seconds\": { \"column\": \"Dauer (Min.)\", \"unit\": \"minutes\", \"decimal\": \"comma\" }",
            "\"user_id\": \"Benutzer\"",
            "\"occurred_at\": { \"column\": \"Datum\", \"format\": \"dd.MM.yyyy HH:mm\" }",
            "\"watch_seconds\": { \"column\": \"Angesehene Minuten\", \"unit\": \"minutes\", \"decimal\": \"comma\" }",
        ];
        Assert.All(guesses, guess => Assert.Contains(guess, text, StringComparison.Ordinal));
        Assert.Equal((ExitCodes.Done, ""), (validate.Code, validate.Errors));
    }

    /// <summary>As GA4 exports events to BigQuery, and a table of traits as JSON.</summary>
    [Fact]
    public async Task Values_within_others_are_found_by_their_paths()
    {
        string[] files =
        [
            _folder.Write(
                "events.json",
                """
                {"event_timestamp":1609459200000000,"event_name":"video_progress","user_id":null,"user_pseudo_id":"u1","event_params":[{"key":"engagement_time_msec","value":{"string_value":null,"int_value":900000}},{"key":"content_id","value":{"string_value":"c1","int_value":null}}]}
                {"event_timestamp":1609459300000000,"event_name":"session_start","user_id":null,"user_pseudo_id":"u1","event_params":[]}

                """
            ),
            _folder.Write(
                "users.csv",
                "user_pseudo_id,traits\nu1,\"{\"\"subscription\"\":\"\"premium\"\",\"\"address\"\":{\"\"country\"\":\"\"DE\"\"}}\"\n"
            ),
            _folder.Write("courses.csv", "content_id,type\nc1,course\n"),
        ];
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync(["init", "--config", configuration, "--from", .. files]);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Equal((ExitCodes.Done, ""), (validate.Code, validate.Errors));
        var text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        string[] guesses =
        [
            "\"tier\": { \"column\": \"traits.subscription\", \"values\": { \"premium\": \"paid\" } }",
            "\"country\": \"traits.address.country\"",
            "\"user_id\": \"user_pseudo_id\"",
            "\"item_id\": \"event_params[key=content_id].value.string_value\"",
            "\"where\": { \"event_name\": [\"video_progress\"] }",
            "\"watch_seconds\": { \"column\": \"event_params[key=engagement_time_msec].value.int_value\", \"unit\": \"milliseconds\" }",
        ];
        Assert.All(guesses, guess => Assert.Contains(guess, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_folder_of_days_the_run_date_is_after_the_last_one()
    {
        const string header = "user_id,item_id,event_type,occurred_at\n";
        _folder.Write("events/2026-05-01.csv", header + "u1,i1,click,2026-05-01\n");
        _folder.Write("events/2026-09-27.csv", header + "u1,i1,click,2026-09-27\n");
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", Path.Join(_folder.Root, "events"));

        Assert.Contains("\"run_date\": \"2026-09-28\"", await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_of_an_input_whose_columns_differ_are_sources_with_a_mapping_each()
    {
        string[] files =
        [
            _folder.Write("users.csv", "user_id,tier\nu1,paid\n"),
            _folder.Write("courses.csv", "course_id,name,language\nc1,A,de\n"),
            _folder.Write("more courses.csv", "course_id,name\nc2,B\n"),
            _folder.Write("videos.csv", "video_id;title\nv1;C\n"),
            _folder.Write("plays.csv", "user_id,course_id,event,time\nu1,c1,play,2026-08-01\n"),
            _folder.Write("likes.csv", "user_id,course_id,event,time\nu1,c1,liked,2026-08-01\n"),
        ];
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync(["init", "--config", configuration, "--from", .. files]);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Equal((ExitCodes.Done, ""), (validate.Code, validate.Errors));
        var text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        string[] guesses =
        [
            "\"courses\": {\n          \"paths\": [\"courses.csv\",\"more courses.csv\"],",
            "\"language\": \"language\"",
            "\"videos\": {\n          \"paths\": [\"videos.csv\"],\n          \"delimiter\": \";\",",
            "\"item_id\": \"video_id\"",
            "\"content_type\": { \"constant\": \"video\" }",
            // What is read by one mapping is one source, with the words of both.
            "\"paths\": [\"plays.csv\",\"likes.csv\"],\n      \"fields\": {",
            "\"values\": { \"play\": \"watch\", \"liked\": \"like\" }",
        ];
        Assert.All(guesses, guess => Assert.Contains(guess, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("windows-1252", false, "\"encoding\": \"windows-1252\"")]
    [InlineData("utf-16", false, "\"encoding\": \"utf-16\"")]
    [InlineData("utf-16BE", false, "\"encoding\": \"utf-16BE\"")]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-8", true, null)]
    public async Task Text_that_is_not_utf8_is_read(string encoding, bool hasMark, string? setting)
    {
        var text = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        const string courses = "Kurs-ID;Titel;Typ\nk1;Übung für später;Kurs\n";
        var file = _folder.Write("Kurse.csv", [.. hasMark ? text.GetPreamble() : [], .. text.GetBytes(courses)]);
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", file);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        var written = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        Assert.Contains("\"title\": \"Titel\"", written, StringComparison.Ordinal);
        Assert.Equal(setting is not null, written.Contains(setting ?? "\"encoding\"", StringComparison.Ordinal));
        Assert.Contains("Übung für später", validate.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_within_something_is_the_id_of_that()
    {
        const string track =
            "messageId,userId,event,sentAt,properties\nm1,u1,Course Viewed,2026-08-01T10:00:00Z,\"{\"\"course\"\":{\"\"id\"\":\"\"c1\"\"}}\"\n";
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", _folder.Write("track.csv", track));

        var text = await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken);
        string[] guesses =
        [
            "\"event_id\": \"messageId\"",
            "\"user_id\": \"userId\"",
            "\"item_id\": \"properties.course.id\"",
            "\"occurred_at\": \"sentAt\"",
        ];
        Assert.All(guesses, guess => Assert.Contains(guess, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Flags_are_guessed_in_German()
    {
        const string items = "Artikel-ID;Titel;Verfügbar\na1;Brot;ja\na2;Käse;nein\n";
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", _folder.Write("artikel.csv", items));

        Assert.Contains(
            "\"values\": { \"ja\": \"true\", \"nein\": \"false\" }",
            await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_broken_letter_makes_no_other_encoding()
    {
        byte[] file = [.. "item_id,title\ni1,Übung\ni2,für\ni3,caf"u8, 0xE9, .. "\n"u8];
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", _folder.Write("items.csv", file));

        Assert.DoesNotContain(
            "\"encoding\"",
            await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    /// <summary>A column of JSON and one that was made of it; a text with half of an emoji.</summary>
    [Theory]
    [InlineData("users.csv", "user_id,tier,user,user.id\nu1,paid,\"{\"\"id\"\":\"\"x\"\"}\",x\n")]
    [InlineData("users.jsonl", "{\"user_id\":\"u1\",\"tier\":\"paid\",\"note\":\"cut \\ud83d\",\"\\ud83d\":1}\n")]
    public async Task What_no_field_takes_does_no_harm(string name, string text)
    {
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", _folder.Write(name, text));
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Contains("u1", validate.Output, StringComparison.Ordinal);
    }

    /// <summary>Of a text as long as four heads that are looked at, with the days in order.</summary>
    [Theory]
    [InlineData("events.csv")]
    [InlineData("events.csv.gz")]
    [InlineData("events.ndjson")]
    public async Task Of_a_long_log_the_run_date_is_after_the_last_event(string name)
    {
        var days = Enumerable.Range(0, 20_000).Select(row => new DateOnly(2026, 1, 1).AddDays(row / 100));
        var text = name.Contains("csv", StringComparison.Ordinal)
            ? "user_id,item_id,event_type,occurred_at,note\n"
                + string.Concat(days.Select(day => $"u1,i1,click,{day:yyyy-MM-dd},{new string('x', 40)}\n"))
            : string.Concat(
                days.Select(day => $"{{\"user_id\":\"u1\",\"item_id\":\"i1\",\"event_type\":\"click\",\"occurred_at\":\"{day:yyyy-MM-dd}\"}}\n")
            );
        var file = _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? TempFolder.Gzip(text) : Encoding.UTF8.GetBytes(text));
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.DoneAsync("init", "--config", configuration, "--from", file);

        // The day after that of the 200th hundred of rows, 2026-01-01 + 199 days.
        Assert.Contains("\"run_date\": \"2026-07-20\"", await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_input_of_which_no_file_is_given_is_left_to_be_named()
    {
        var file = _folder.Write("users.csv", "user_id,tier\nu1,paid\n");
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        await Sparkreco.RunAsync("init", "--config", configuration, "--from", file);
        var validate = await Sparkreco.RunAsync("validate", "--config", configuration);

        Assert.Equal(ExitCodes.WrongUsage, validate.Code);
        Assert.Contains("inputs.items.paths[0]: raw/items.csv", validate.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_none_of_those_that_are_read_is_told_and_nothing_is_written()
    {
        var file = _folder.Write("users.csv", "PK\u0003\u0004xxxx");
        var configuration = Path.Join(_folder.Root, "sparkreco.json");

        var result = await Sparkreco.RunAsync("init", "--config", configuration, "--from", file);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("users.csv: not a text file (looks like zip)", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(configuration));
    }
}
