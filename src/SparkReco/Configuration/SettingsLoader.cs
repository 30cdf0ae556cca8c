using System.Text.RegularExpressions;
using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Configuration;

/// <summary>Turns a configuration file, the environment and the command line into <see cref="Settings"/>. Every setting is declared here, once.</summary>
public static partial class SettingsLoader
{
    /// <summary>The prefix of environment variables: <c>SPARKRECO_BLEND__LIST_SIZE</c> sets <c>blend.list_size</c>.</summary>
    public const string EnvironmentPrefix = "SPARKRECO_";

    /// <exception cref="ConfigurationException">The file is missing, or anything in it or in the overrides is wrong.</exception>
    public static Settings Load(string path, IReadOnlyDictionary<string, string> overrides)
    {
        byte[] bytes;
        try
        {
            bytes = Read(path);
        }
        catch (Exception error) when (error is FileNotFoundException || (!FileStores.IsRemote(path) && error is IOException or UnauthorizedAccessException))
        {
            throw new ConfigurationException($"{path}: the configuration can't be read ({error.Message}); 'sparkreco init' writes a new one, --config names another", error);
        }

        var reader = new SettingsReader(path, ConfigurationFile.Parse(path, bytes), overrides);
        var settings = Read(reader, FileStores.FolderOf(path));
        reader.ThrowIfWrong();
        return settings;
    }

    /// <summary>Every setting with its default, its range and its meaning, in the order of the file.</summary>
    public static IReadOnlyList<SettingDescription> Describe()
    {
        var reader = new SettingsReader("", ConfigurationFile.Parse("", "{}"u8), new Dictionary<string, string>());
        Read(reader, "/");
        return reader.Known;
    }

    /// <summary>The settings among environment variables, by dotted path.</summary>
    public static Dictionary<string, string> FromEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && variable.Key != EnvironmentPrefix + "CONFIG")
            .ToDictionary(
                variable => variable.Key[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(),
                variable => variable.Value);

    private static byte[] Read(string path)
    {
        var store = FileStores.Of(path);
        var file = store.Find(path) ?? throw new FileNotFoundException("there is no such file");
        using var stream = store.Open(file, 0, file.Size);
        var bytes = new byte[file.Size];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Settings Read(SettingsReader reader, string baseFolder)
    {
        var settings = new Settings
        {
            BaseFolder = baseFolder,
            Lake = Lake(reader, baseFolder),
            RunDate = reader.Date("run_date", "The day of the run: the lists are made from what happened before it, and judged by what happened from it on."),
            Inputs = new InputSettings(
                Source(reader, "users", RawTable.Users, "The people who may get recommendations."),
                Source(reader, "items", RawTable.Items, "The catalogue: courses, videos and podcasts."),
                Source(reader, "events", RawTable.Events, "The activity logs."),
                reader.Choice("inputs.events.repeats", "drop", "keep", "What rows without an event id are that repeat another row exactly, in all fields and in all columns that fill no field: copies of one event (drop), or events of their own (keep)."),
                reader.Paths("inputs.personalize.paths", isRequired: false, "The output folder of an Amazon Personalize batch inference job; without it the run ends with the evaluation of the baseline.")),
            Engine = new EngineSettings(
                reader.Choice("engine.name", EngineName.DuckDb, "The engine: duckdb runs in this process, spark on a cluster."),
                reader.Int("engine.threads", 0, 0, 1024, "Threads of the embedded engine; 0 is one for each core."),
                reader.Int("engine.memory_mb", 1400, 500, 16_777_216, "Memory of the embedded engine in MB, beyond which it spills to disk; raise it for large inputs."),
                new SparkSettings(
                    reader.Text("engine.spark.remote", "sc://localhost:15002", "Where Spark Connect listens: sc://HOST:PORT/;token=...;use_ssl=true. The environment's SPARK_REMOTE goes before it."),
                    reader.Text("engine.spark.reader", "auto", "The command by which an executor starts this program, to read raw files; auto is this program's own path, for executors on this machine."),
                    reader.Int("engine.spark.shuffle_partitions", 0, 0, 100_000, "Partitions of Spark after a shuffle; 0 is by the size of the inputs."))),
            Eligibility = new EligibilitySettings(
                reader.Int("eligibility.active_days", 30, 1, 366, "A free user who was active within so many days before the run date is monthly active, and gets recommendations.")),
            Engagement = new EngagementSettings(
                reader.Int("engagement.points.click", 1, 0, 1000, "Points of a click."),
                reader.Int("engagement.points.watch_minute", 1, 0, 1000, "Points of a minute watched, up to the item's length a day."),
                reader.Int("engagement.points.like", 5, 0, 1000, "Points of a like."),
                reader.Int("engagement.points.complete", 10, 0, 1000, "Points of a completion."),
                reader.Int("engagement.half_life_days", 30, 1, 3650, "After so many days an event counts half."),
                reader.Int("engagement.lookback_days", 180, 1, 3650, "Events older than this many days count nothing."),
                reader.Int("engagement.max_points_per_item_day", 60, 1, 100_000, "The most points that one user can give one item on one day."),
                reader.Int("engagement.max_points_per_day", 300, 1, 1_000_000, "The most points that one user can give all items on one day; beyond it all are scaled down.")),
            ItemItem = new ItemItemSettings(
                reader.Int("item_item.history_size", 100, 1, 1000, "The latest so many items of a user count in item-item similarity."),
                reader.Int("item_item.seed_size", 25, 1, 1000, "Candidates are similar to the latest so many items of the user."),
                reader.Int("item_item.neighbors", 50, 1, 500, "Neighbours kept for each item."),
                reader.Int("item_item.min_support", 2, 1, 1000, "Users in common that two items need to be neighbours."),
                reader.Int("item_item.user_exponent", 100, 0, 200, "A user with n items counts 1/n^(exponent/100) towards the similarity of two of them; 0 is plain co-occurrence."),
                reader.Int("item_item.history_exponent", 100, 0, 200, "The similarity is divided by degree^(exponent/100) of the item in the user's history; 100 is P3alpha's, 50 cosine's."),
                reader.Int("item_item.target_exponent", 30, 0, 200, "The similarity is divided by degree^(exponent/100) of the recommended item; 0 is P3alpha, 50 cosine, others RP3beta.")),
            Blend = new BlendSettings(
                reader.Int("blend.list_size", 25, 1, 500, "Items in each user's list."),
                reader.Int("blend.item_item", 70, 0, 1000, "Weight of item-item similarity to the user's history."),
                reader.Int("blend.popularity", 15, 0, 1000, "Weight of popularity."),
                reader.Int("blend.preference", 10, 0, 1000, "Weight of the user's preferred content types and categories."),
                reader.Int("blend.recency", 5, 0, 1000, "Weight of newness."),
                reader.Int("blend.min_history", 2, 1, 100, "A user with fewer items gets the popular items of the user's tier."),
                reader.Int("blend.new_item_days", 30, 1, 3650, "An item's newness halves in so many days, and an item younger than this is new.")),
            Evaluation = new EvaluationSettings(
                reader.Int("evaluation.horizon_days", 28, 1, 366, "The lists are judged by the so many days from the run date on."),
                reader.Ints("evaluation.cutoffs", [5, 10, 25], 1, 500, "The list lengths k of all metrics.")),
            Comparison = new ComparisonSettings(
                reader.Int("comparison.rbo_persistence", 90, 1, 99, "The persistence p of rank-biased overlap, in percent."),
                reader.Int("comparison.resamples", 1000, 100, 100_000, "Resamples of the bootstrap."),
                reader.Int("comparison.seed", 1, 0, int.MaxValue, "The seed of the bootstrap."),
                reader.Int("comparison.confidence_percent", 95, 50, 99, "The level of all confidence intervals, in percent.")),
            Quality = new QualitySettings(
                reader.Int("quality.warn_rejected_percent", 1, 0, 100, "With more rejected rows than this in an input, the run ends with exit code 3."),
                reader.Int("quality.max_rejected_percent", 20, 0, 100, "With more rejected rows than this in an input, or more of its bytes in files of which no row was kept, nothing is published: exit code 4."),
                reader.Int("quality.min_users", 1, 0, int.MaxValue, "With fewer users with a list than this, nothing is published: exit code 4.")),
        };
        var blend = settings.Blend;
        reader.Require(blend.ItemItem + blend.Popularity + blend.Preference + blend.Recency > 0, "blend", "'blend' has no weight above 0: set at least one of item_item, popularity, preference, recency");
        var points = settings.Engagement;
        reader.Require(points.ClickPoints + points.WatchMinutePoints + points.LikePoints + points.CompletePoints > 0, "engagement.points", "'engagement.points' has no points above 0: no event would count");
        reader.Require(settings.Evaluation.Cutoffs[^1] <= blend.ListSize, "evaluation.cutoffs", $"'evaluation.cutoffs' asks for {settings.Evaluation.Cutoffs[^1]} items, but 'blend.list_size' is {blend.ListSize}: raise the list size or lower the cut-off");
        reader.Require(settings.Quality.WarnRejectedPercent <= settings.Quality.MaxRejectedPercent, "quality", "'quality.warn_rejected_percent' is above 'quality.max_rejected_percent'");
        return settings;
    }

    private static string Lake(SettingsReader reader, string baseFolder)
    {
        var lake = reader.Text("lake", "lake", "The folder of all tables, runs and reports, relative to this file, or s3://BUCKET/FOLDER.");
        var path = FileStores.Resolve(lake, baseFolder);
        reader.Require(!FileStores.IsRemote(path) || S3Folder().IsMatch(path), "lake", $"'lake' is '{lake}': write a folder of this machine, or s3://BUCKET/FOLDER");
        return path;
    }

    [GeneratedRegex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^/]+)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex S3Folder();

    private static SourceSettings Source(SettingsReader reader, string name, RawTable table, string meaning)
    {
        var path = "inputs." + name;
        var delimiter = reader.Text(path + ".delimiter", "auto", "The delimiter of CSV files: one character, or 'tab'; auto is a tab in .tsv files and a comma in all others.");
        reader.Require(delimiter is "auto" or "tab" || delimiter.Length == 1, path + ".delimiter", $"'{path}.delimiter' must be one character, 'tab' or 'auto'");
        var columns = reader.Columns(path + ".columns", "The columns of CSV files without a header, in their order; none where the files have a header.");
        var checksums = reader.Text(path + ".checksums", "none", "A file with the SHA-256 of every input file, as sha256sum writes it: a file that is not in it, or is another, is refused.");
        return new SourceSettings
        {
            Key = path,
            Paths = reader.Paths(path + ".paths", isRequired: true, meaning)!,
            Format = reader.Choice(path + ".format", SourceFormat.Auto, "How the rows lie in the files; auto goes by the files' extensions."),
            Delimiter = delimiter switch { "auto" => null, "tab" => '\t', _ => delimiter[0] },
            Columns = columns,
            Checksums = checksums == "none" ? null : checksums,
            Fields = reader.Fields(path + ".fields", table, "How the fields are filled from the files' columns."),
        };
    }
}
