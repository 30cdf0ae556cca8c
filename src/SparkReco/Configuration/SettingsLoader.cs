using System.Text.RegularExpressions;
using SparkReco.Ingest;
using SparkReco.Personalize;
using SparkReco.Storage;

namespace SparkReco.Configuration;

/// <summary>Turns a configuration file and the layers above it into <see cref="Settings"/>. Each section of <see cref="Settings"/> declares its own.</summary>
public static partial class SettingsLoader
{
    /// <exception cref="ConfigurationException">The file is missing, or anything in it or in the overrides is wrong.</exception>
    public static async Task<Settings> LoadAsync(Stores stores, string path, Func<byte[], ISettingLayers> layersOver, CancellationToken cancellation)
    {
        var place = Location.Of(path, Location.WorkingFolder);
        byte[] bytes;
        try
        {
            bytes = await stores.Of(place).ReadBytesAsync(place, cancellation) ?? throw new FileNotFoundException("there is no such file");
        }
        catch (Exception error) when (error is (IOException and not StoreException) or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{path}: the configuration can't be read ({error.Message}); 'sparkreco init' writes a new one, --config names another",
                error
            );
        }

        // Its own mistakes are told before any layer meets them.
        var file = ConfigurationFile.Parse(path, bytes);
        var reader = new SettingsReader(path, file, layersOver(bytes));
        var settings = Read(reader, place.Folder, stores);
        reader.ThrowIfWrong();
        return settings;
    }

    /// <summary>Every setting with its default, its range and its meaning, in the order of the file.</summary>
    public static IReadOnlyList<SettingDescription> Describe()
    {
        var reader = new SettingsReader("", ConfigurationFile.Parse("", "{}"u8), new NoLayers());
        Read(reader, Location.WorkingFolder, stores: null);
        return reader.Known;
    }

    private static Settings Read(SettingsReader reader, Location baseFolder, Stores? stores)
    {
        var settings = new Settings
        {
            BaseFolder = baseFolder,
            Lake = Lake(reader, baseFolder, stores),
            RunDate = reader.Date(
                "run_date",
                "The day of the run: the lists are made from what happened before it, and judged by what happened from it on."
            ),
            Inputs = new InputSettings
            {
                Users = Sources(reader, "inputs.users", RawTable.Users, "The people who may get recommendations."),
                Items = Sources(reader, "inputs.items", RawTable.Items, "The catalogue: courses, videos and podcasts."),
                Events = KeepsRepeats(reader, Sources(reader, "inputs.events", RawTable.Events, "The activity logs.")),
                Lists = reader.Named(
                    "inputs.lists",
                    (path, name) => Lists(reader, path, name),
                    "Lists of other systems, such as the current ones, by name: each with paths or a connection and the other settings that inputs.users has, and the fields user_id, item_id and rank. Without a rank, the order of the rows is that of the list."
                ),
                Personalize = reader.Paths(
                    "inputs.personalize.paths",
                    isRequired: false,
                    "The output folder of an Amazon Personalize batch inference job; without it the run ends with the evaluation of the baseline."
                ),
            },
            Connections = reader.Named("connections", (path, name) => reader.Section<ConnectionSettings>(path) with { Name = name }),
            Sinks = reader.Named("sinks", (path, name) => reader.Section<SinkSettings>(path) with { Name = name }),
            Fetch = reader.Choice(
                "fetch",
                FetchMode.Auto,
                "What runs fetch from databases: auto, what was not fetched for the run date before, and of sources with a watermark only what is new; full, all of it anew each time that a run starts. What follows runs again where other rows come."
            ),
            Engine = reader.Section<EngineSettings>(),
            Eligibility = reader.Section<EligibilitySettings>(),
            Engagement = reader.Section<EngagementSettings>(),
            Baseline = reader.Choice(
                "baseline",
                BaselineMode.Auto,
                "Who chooses the settings of 'item_item' and 'blend': auto, the run, by what would have been best in the weeks before the run date, the configured ones among others; fixed, the configuration."
            ),
            ItemItem = reader.Section<ItemItemSettings>(),
            Blend = reader.Section<BlendSettings>(),
            Ranker = reader.Section<RankerSettings>(),
            Personalize = reader.Section<PersonalizeSettings>(),
            Evaluation = reader.Section<EvaluationSettings>(),
            Comparison = reader.Section<ComparisonSettings>(),
            Experiment = reader.Section<ExperimentSettings>(),
            History = reader.Section<HistorySettings>(),
            Quality = reader.Section<QualitySettings>(),
        };
        var blend = settings.Blend;
        reader.Require(
            blend.TotalWeight > 0,
            "blend",
            "'blend' has no weight above 0: set at least one of item_item, category, popularity, preference, recency"
        );
        var exponents = settings.ItemItem;
        reader.Require(
            exponents.HasEnoughExponents,
            "item_item",
            "'item_item.history_exponent' and 'item_item.target_exponent' are less than 50 together: popular items would be similar to all others, beyond what whole numbers hold; raise one of them"
        );
        var points = settings.Engagement;
        reader.Require(
            points.ClickPoints + points.WatchMinutePoints + points.LikePoints + points.CompletePoints > 0,
            "engagement.points",
            "'engagement.points' has no points above 0: no event would count"
        );
        reader.Require(
            settings.Evaluation.Cutoffs[^1] <= blend.ListSize,
            "evaluation.cutoffs",
            $"'evaluation.cutoffs' asks for {settings.Evaluation.Cutoffs[^1]} items, but 'blend.list_size' is {blend.ListSize}: raise the list size or lower the cut-off"
        );
        reader.Require(
            settings.Quality.WarnRejectedPercent <= settings.Quality.MaxRejectedPercent,
            "quality",
            "'quality.warn_rejected_percent' is above 'quality.max_rejected_percent'"
        );
        RequirePairs(reader, settings);
        RequirePersonalize(reader, settings);
        RequireConnections(reader, settings);
        return settings;
    }

    /// <summary>That all systems which are compared have lists.</summary>
    private static void RequirePairs(SettingsReader reader, Settings settings)
    {
        string[] known = [Systems.Baseline, .. Systems.OfLists(settings), Systems.Popularity, Systems.Random];
        foreach (var text in settings.Comparison.Pairs)
        {
            var pair = SystemPair.Parse(text);
            reader.Require(
                pair is not null,
                "comparison.pairs",
                $"'comparison.pairs' has '{text}', but a pair is two systems, REFERENCE:SYSTEM, such as baseline:personalize"
            );
            foreach (var system in pair is null ? [] : new[] { pair.Reference, pair.System }.Except(known))
                reader.Require(
                    false,
                    "comparison.pairs",
                    $"'comparison.pairs' has '{text}', but there are no lists of '{system}'{NearestName.Hint(system, known)} (there are {string.Join(", ", known)})"
                );
        }
    }

    /// <summary>What Amazon Personalize would refuse, and what a run that drives it needs.</summary>
    private static void RequirePersonalize(SettingsReader reader, Settings settings)
    {
        var service = settings.Personalize;
        var isAmazon = service.Endpoint == PersonalizeSettings.None;
        reader.Require(
            Recipe.Find(service.Recipe) is not null,
            "personalize.recipe",
            $"'personalize.recipe' is '{service.Recipe}', but must be one of {string.Join(", ", Recipe.All.Select(recipe => recipe.Name))}{NearestName.Hint(service.Recipe, Recipe.All.Select(recipe => recipe.Name))}"
        );
        reader.Require(
            ResourceName().IsMatch(service.Name),
            "personalize.name",
            $"'personalize.name' is '{service.Name}', but must have 1 to 20 letters, digits, - and _, and begin with a letter or a digit"
        );
        if (!service.IsDriven)
            return;
        reader.Require(
            settings.Evaluation.Cutoffs[^1] <= service.ListSize,
            "personalize.list_size",
            $"'evaluation.cutoffs' asks for {settings.Evaluation.Cutoffs[^1]} items, but 'personalize.list_size' is {service.ListSize}: raise it, or lower the cut-off"
        );
        reader.Require(
            settings.Inputs.Personalize is null,
            "inputs.personalize",
            "'inputs.personalize.paths' names lists that are there, and 'personalize.region' or 'personalize.endpoint' has the service make them: leave one of them out"
        );
        reader.Require(
            service.Region == PersonalizeSettings.None || !isAmazon || Regions.Contains(service.Region),
            "personalize.region",
            $"'personalize.region' is '{service.Region}', where Amazon Personalize is not{NearestName.Hint(service.Region, Regions)} (it is in {string.Join(", ", Regions)})"
        );
        var endpoint = Uri.TryCreate(service.Endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
        reader.Require(
            isAmazon || service.Endpoint == PersonalizeSettings.Local || endpoint is not null,
            "personalize.endpoint",
            $"'personalize.endpoint' is '{service.Endpoint}', but must be 'local', or an address such as http://127.0.0.1:8090"
        );
        reader.Require(
            endpoint is null || AmazonHosts.All(host => !endpoint.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)),
            "personalize.endpoint",
            $"'personalize.endpoint' is Amazon's own ({service.Endpoint}): leave it out, 'personalize.region' says where to ask"
        );
        reader.Require(
            endpoint is null || endpoint.Scheme == "https" || endpoint.IsLoopback,
            "personalize.endpoint",
            $"'personalize.endpoint' is '{service.Endpoint}': to another machine requests go by https alone"
        );
        reader.Require(
            !isAmazon || service.Folder.StartsWith("s3://", StringComparison.Ordinal),
            "personalize.folder",
            $"'personalize.folder' is '{service.Folder}': Amazon Personalize reads and writes s3://BUCKET/FOLDER"
        );
        reader.Require(
            isAmazon ? RoleArn().IsMatch(service.Role) : service.Role == PersonalizeSettings.None || RoleArn().IsMatch(service.Role),
            "personalize.role",
            $"'personalize.role' is '{service.Role}', but must be the ARN of a role, arn:aws:iam::123456789012:role/NAME, that personalize.amazonaws.com may take"
        );
    }

    /// <summary>What a connection needs to be opened, and that all which are named are there.</summary>
    private static void RequireConnections(SettingsReader reader, Settings settings)
    {
        foreach (var source in settings.Inputs.Fetched())
        {
            var name = source.Fetch!.Connection;
            reader.Require(
                settings.Connections.ContainsKey(name),
                $"{source.Key}.connection",
                $"'{source.Key}.connection' is '{name}', but there is no 'connections.{name}'{NearestName.Hint(name, settings.Connections.Keys)}"
            );
            if (settings.Connections.GetValueOrDefault(name) is { } named)
                RequireReadable(reader, source, named, settings.Lake);
        }

        foreach (var sinks in settings.Sinks.Values.GroupBy(sink => (sink.Connection, sink.Schema)))
        {
            var first = sinks.First();
            foreach (var other in sinks.Skip(1))
                reader.Require(
                    other.Connection == ConnectionSettings.None,
                    $"sinks.{other.Name}",
                    $"'sinks.{other.Name}' has the connection '{other.Connection}' and the schema '{other.Schema}', as 'sinks.{first.Name}' has, and they would replace each other's runs: give one another 'schema', or name all tables in one sink"
                );
        }

        foreach (var sink in settings.Sinks.Values)
        {
            reader.Require(
                settings.Connections.ContainsKey(sink.Connection),
                $"sinks.{sink.Name}.connection",
                sink.Connection == ConnectionSettings.None
                    ? $"'sinks.{sink.Name}.connection' is missing: the name of a connection"
                    : $"'sinks.{sink.Name}.connection' is '{sink.Connection}', but there is no 'connections.{sink.Connection}'{NearestName.Hint(sink.Connection, settings.Connections.Keys)}"
            );
            if (settings.Connections.GetValueOrDefault(sink.Connection) is { Kind: DatabaseKind.Redshift } redshift)
            {
                reader.Require(
                    redshift.IsDataApi,
                    $"connections.{redshift.Name}.host",
                    $"'connections.{redshift.Name}' has a host, and Redshift is published to by its Data API: make a connection with 'cluster' or 'workgroup' for 'sinks.{sink.Name}'"
                );
                reader.Require(
                    redshift.Folder != ConnectionSettings.None,
                    $"connections.{redshift.Name}.folder",
                    $"'connections.{redshift.Name}.folder' is missing: Redshift copies what is published from s3://BUCKET/FOLDER"
                );
            }

            sink.Require((isGood, part, problem) => reader.Require(isGood, $"sinks.{sink.Name}.{part}", problem));
        }

        foreach (var connection in settings.Connections.Values)
            connection.Require((isGood, part, problem) => reader.Require(isGood, $"connections.{connection.Name}.{part}", problem));
    }

    /// <summary>What not every kind of database can do.</summary>
    private static void RequireReadable(SettingsReader reader, InputSource source, ConnectionSettings connection, Location lake)
    {
        var isDynamoDb = connection.Kind == DatabaseKind.DynamoDb;
        reader.Require(
            !isDynamoDb || source.Fetch!.IsTable,
            $"{source.Key}.query",
            $"'{source.Key}' has a query, and DynamoDB has no SQL: name a 'table' in its place; 'fields' says which attributes are taken"
        );
        reader.Require(
            !isDynamoDb || source.Fetch!.Watermark is null,
            $"{source.Key}.watermark",
            $"'{source.Key}' has a watermark, and a scan of DynamoDB reads the whole table whatever is wanted of it: leave it out"
        );
        reader.Require(
            !connection.IsDataApi || lake.Scheme == "s3" || connection.Folder != ConnectionSettings.None,
            $"connections.{connection.Name}.folder",
            $"'connections.{connection.Name}.folder' is missing: Redshift unloads rows to s3://BUCKET/FOLDER, and the lake {lake} is not in S3"
        );
    }

    private static readonly string[] AmazonHosts = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];

    private static readonly string[] Regions =
    [
        "us-east-1",
        "us-east-2",
        "us-west-2",
        "ca-central-1",
        "eu-west-1",
        "eu-central-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "cn-north-1",
    ];

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,19}$", RegexOptions.NonBacktracking)]
    private static partial Regex ResourceName();

    [GeneratedRegex("^arn:[a-z-]+:iam::[0-9]{12}:role/[a-zA-Z_0-9+=,.@/-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex RoleArn();

    private static Location Lake(SettingsReader reader, Location baseFolder, Stores? stores)
    {
        var schemes = stores?.Schemes ?? [];
        var lake = reader.Text("lake", "lake", "The folder of all tables, runs and reports, relative to this file, or s3://BUCKET/FOLDER.");
        var path = Location.Of(lake, baseFolder);
        reader.Require(
            path.IsLocal || (schemes.Contains(path.Scheme) && RemoteFolder().IsMatch($"{path}") && stores!.Of(path).CanHold(path)),
            "lake",
            $"'lake' is '{lake}': write a folder of this machine{string.Concat(schemes.Select(scheme => $", or {scheme}://BUCKET/FOLDER"))}"
        );
        return path;
    }

    [GeneratedRegex("^[a-z0-9]+://[^/]+(/[^/]+)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RemoteFolder();

    /// <summary>The sources of an input: one at its own path, or several by name, each with a mapping of its own.</summary>
    private static IReadOnlyList<InputSource> Sources(SettingsReader reader, string path, RawTable table, string meaning)
    {
        var named = reader.Named(
            $"{path}.sources",
            (inner, _) => Source(reader, inner, table, meaning),
            "Several sources by name, each with settings and a mapping of its own, in place of those here."
        );
        reader.Require(
            named.Count == 0 || !reader.IsSet($"{path}.paths", $"{path}.connection"),
            path,
            $"'{path}' has both 'sources' and a source of its own: move it into 'sources', too"
        );
        return named.Count > 0 ? [.. named.Values] : [Source(reader, path, table, meaning)];
    }

    private static IReadOnlyList<InputSource> KeepsRepeats(SettingsReader reader, IReadOnlyList<InputSource> sources)
    {
        var keeps = reader.Choice(
            "inputs.events.repeats",
            "drop",
            "keep",
            "What rows without an event id are that repeat another row exactly, in all fields and in all columns that fill no field: copies of one event (drop), or events of their own (keep)."
        );
        foreach (var source in sources)
            reader.Require(
                !keeps || source.Fetch?.Watermark is null || source.Files.Fields.ContainsKey("event_id"),
                "inputs.events.repeats",
                $"'inputs.events.repeats' keeps rows that are equal, and '{source.Key}.watermark' fetches some rows twice: name the events' id in '{source.Key}.fields.event_id', or leave 'watermark' out"
            );
        return [.. sources.Select(source => source with { Files = source.Files with { KeepsRepeats = keeps } })];
    }

    /// <summary>The lists of one system: its rows are told apart from others' by the system's name.</summary>
    private static InputSource Lists(SettingsReader reader, string path, string name)
    {
        reader.Require(!Systems.IsReserved(name), path, $"'{path}' has a name that lists of the run have: give these another one, such as current");
        var source = Source(reader, path, RawTable.Lists, $"The lists of '{name}'.");
        var fields = new Dictionary<string, FieldMapping>(source.Files.Fields) { ["system"] = new() { Constant = name } };
        return source with { Files = source.Files with { Fields = fields } };
    }

    private static InputSource Source(SettingsReader reader, string path, RawTable table, string meaning)
    {
        var fetch = Fetch(reader, path, table);
        return new InputSource(Files(reader, path, table, isFetched: fetch is not null, meaning), fetch);
    }

    private static FetchSettings? Fetch(SettingsReader reader, string path, RawTable table)
    {
        var connection = reader.Text(
            path + ".connection",
            ConnectionSettings.None,
            "The name of a connection, whose database the rows come from in place of 'paths'."
        );
        var query = reader.Text(path + ".query", ConnectionSettings.None, "The query that selects the rows, in the database's own SQL.");
        var source = reader.Text(path + ".table", ConnectionSettings.None, "The table with the rows, in place of 'query'; of DynamoDB always.");
        // Users and items are fetched whole, so that changes and deletions come through.
        var watermark = !table.FindsRepeats
            ? ConnectionSettings.None
            : reader.Text(
                path + ".watermark",
                ConnectionSettings.None,
                "A column that only grows, such as a time stamp of the database or a number: later runs fetch what is new by it."
            );
        int? overlap = !table.FindsRepeats
            ? null
            : reader.Int(
                path + ".overlap",
                24,
                0,
                int.MaxValue,
                "So much before the last watermark a fetch begins: hours of a time, 24 if it is not set; of a number so many, and then it has to be set. It must be longer than events take to come in; what comes twice is a copy."
            );
        if (connection == ConnectionSettings.None)
        {
            reader.Require(
                query == ConnectionSettings.None && source == ConnectionSettings.None && watermark == ConnectionSettings.None,
                path,
                $"'{path}' has a query, a table or a watermark, but no 'connection' to the database"
            );
            return null;
        }

        reader.Require(
            (query == ConnectionSettings.None) != (source == ConnectionSettings.None),
            path,
            $"'{path}' has a connection, and needs one of 'query' and 'table'"
        );
        reader.Require(
            !reader.IsSet(path + ".paths"),
            path + ".paths",
            $"'{path}' has both 'paths' and 'connection': leave one out, or name several 'sources'"
        );
        foreach (
            var setting in new[] { "format", "delimiter", "quote", "escape", "encoding", "skip_lines", "header", "columns", "checksums" }.Select(
                name => $"{path}.{name}"
            )
        )
            reader.Require(!reader.IsSet(setting), setting, $"'{setting}' is for files, and '{path}' comes from a database: leave it out");
        return new FetchSettings
        {
            Connection = connection,
            Query = query == ConnectionSettings.None ? source : query,
            IsTable = query == ConnectionSettings.None,
            Watermark = watermark == ConnectionSettings.None ? null : watermark,
            Overlap = reader.IsSet(path + ".overlap") ? overlap : null,
        };
    }

    private static SourceSettings Files(SettingsReader reader, string path, RawTable table, bool isFetched, string meaning)
    {
        var delimiter = reader.Text(
            path + ".delimiter",
            "auto",
            "The delimiter of CSV files: 1 to 8 characters, or 'tab'; auto is a tab in .tsv files and a comma in all others."
        );
        reader.Require(
            delimiter is "auto" or "tab" || delimiter.Length <= 8,
            path + ".delimiter",
            $"'{path}.delimiter' must be 1 to 8 characters, 'tab' or 'auto'"
        );
        var quote = Mark(reader, path + ".quote", "\"", "The character around fields of CSV that hold delimiters; none where there is no such.");
        var escape = Mark(
            reader,
            path + ".escape",
            "none",
            "The character of CSV that takes its meaning from the next one, such as a backslash; none where there is no such."
        );
        var encoding = reader.Text(
            path + ".encoding",
            "auto",
            "The encoding of text, such as windows-1252 or utf-16; auto is UTF-8, and UTF-16 where a byte order mark says so."
        );
        reader.Require(
            encoding == "auto" || TextEncoding.Find(encoding) is not null,
            path + ".encoding",
            $"'{path}.encoding' is '{encoding}', but must be an encoding such as utf-8, utf-16, windows-1252 or iso-8859-1"
        );
        var skipLines = reader.Int(path + ".skip_lines", 0, 0, 1000, "The lines at the beginning of each file of text that are no rows.");
        var isHeaderless = reader.Choice(
            path + ".header",
            "first",
            "none",
            "Whether the first row of CSV names the columns: first, or none. Without a header and 'columns' they are named by their places: 1, 2, 3."
        );
        var columns = reader.Columns(
            path + ".columns",
            "The columns of CSV files without a header, in their order; none where the files have a header."
        );
        var checksums = reader.Text(
            path + ".checksums",
            "none",
            "A file with the SHA-256 of every input file, as sha256sum writes it: a file that is not in it, or is another, is refused."
        );
        return new SourceSettings
        {
            Key = path,
            Paths = reader.Paths(path + ".paths", isRequired: !isFetched, meaning) ?? [],
            Format = reader.Choice(path + ".format", SourceFormat.Auto, "How the rows lie in the files; auto goes by the files' extensions."),
            Delimiter = delimiter switch
            {
                "auto" => null,
                "tab" => "\t",
                _ => delimiter,
            },
            Quote = quote,
            Escape = escape,
            Encoding = encoding == "auto" ? null : encoding,
            SkipLines = skipLines,
            HasHeader = !isHeaderless && columns is null,
            Columns = columns,
            Checksums = checksums == "none" ? null : checksums,
            Where = reader.Where(path + ".where", "Which rows are read, by what their columns hold; all others are left out, and counted apart."),
            Fields = reader.Fields(path + ".fields", table, "How the fields are filled from the files' columns."),
        };
    }

    /// <summary>One character of ASCII, or none.</summary>
    private static char? Mark(SettingsReader reader, string path, string @default, string meaning)
    {
        var mark = reader.Text(path, @default, meaning);
        reader.Require(
            mark == "none" || (mark.Length == 1 && char.IsAscii(mark[0]) && mark[0] is not ('\n' or '\r')),
            path,
            $"'{path}' must be one ASCII character, or 'none'"
        );
        return mark == "none" ? null : mark[0];
    }

    private sealed class NoLayers : ISettingLayers
    {
        public IReadOnlyCollection<string> Outside => [];

        public string? Find(string path) => null;

        public IReadOnlyList<string>? FindList(string path) => null;
    }
}
