using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a run would do with a stage, and why.</summary>
public sealed record PlannedStage(string Stage, string Purpose, bool WillRun, string Reason, Fingerprint Fingerprint);

/// <summary>An input file as it was when the run was planned.</summary>
public sealed record PlannedFile(string Input, string Path, long Size);

/// <summary>What a run would do, found without doing any of it.</summary>
public sealed record RunPlan(
    string RunId,
    DateOnly RunDate,
    IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<PlannedStage> Stages,
    IReadOnlyList<string> LeftOut
)
{
    /// <summary>Whether the tables of all stages are there already.</summary>
    public bool IsDone => Stages.All(stage => !stage.WillRun);

    /// <summary>Whether the tables published for the day were this run's when the plan was made.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The other run whose tables are those of the day; null where there is none.</summary>
    public ReplacedRun? Replaces { get; init; }
}

/// <summary>A run whose tables another would replace: when it published them or began to, and the engine that made them.</summary>
public sealed record ReplacedRun(string RunId, GenerationState State, DateTimeOffset At, string Engine);

/// <summary>
/// Compares the inputs, the settings and the program with what the run's records say was done. A stage runs when something that its result
/// depends on changed, or when a stage that runs reads a working table of it that is gone.
/// </summary>
/// <param name="stages">The pipeline.</param>
/// <param name="settings">The run's settings.</param>
/// <param name="folder">The run.</param>
/// <param name="stores">Where the raw files are.</param>
/// <param name="trainer">Learns to rank, where it can; null where that is not known.</param>
public sealed class RunPlanner(IReadOnlyList<Stage> stages, Settings settings, RunFolder folder, Stores stores, IRankingTrainer? trainer = null)
{
    // A file that changed so shortly before it was read may have changed again within the same tick of the file system's clock.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly List<string> _problems = [];
    private readonly Stage[] _asked = [.. stages.Where(stage => stage.IsWanted(settings))];

    /// <summary>Makes the plan. The stages wanted are named; null is all that the settings ask for.</summary>
    /// <param name="wanted">The stages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="isForced">Whether stages that the settings force are to run; false when they have.</param>
    /// <exception cref="ConfigurationException">A name is not a stage's, or a stage's inputs can't be found.</exception>
    public async Task<RunPlan> MakeAsync(IReadOnlyList<string>? wanted, CancellationToken cancellation, bool isForced = true)
    {
        CheckNames(wanted);
        var generation = await Generation.ReadAsync(folder, cancellation);
        List<PlannedFile> files = [];
        List<(Stage Stage, Fingerprint Fingerprint, StageRecord? Record, string? Change)> found = [];
        foreach (var stage in _asked)
        {
            var record = await folder.ReadRecordAsync(stage.Name, cancellation);
            var sources = await FindFilesAsync(stage, cancellation);
            files.AddRange(sources.Select(source => new PlannedFile(source.Input, source.File.Path, source.File.Size)));
            var force = isForced ? stage.WhyForced(settings) : null;
            var upstream = Upstream(stage, found.Select(earlier => (earlier.Stage, earlier.Fingerprint)));
            var fingerprint = new Fingerprint(
                CodeHashes.Of(stage.AllCode),
                SettingsHash(stage),
                force is null ? await FilesHashAsync(sources, record, cancellation) : "",
                upstream
            )
            {
                Lacked = record?.Fingerprint.Lacked is { } lacked && trainer is not { Obstacle: null } ? lacked : null,
            };
            var change = record is null ? "not done yet" : force ?? fingerprint.ChangeFrom(record.Fingerprint);
            if (
                change == Fingerprint.EarlierStage
                && found.Find(earlier => isForced && earlier.Stage.WhyForced(settings) is not null).Stage is { } forced
            )
                change = $"'{forced.Name}' may bring other rows";
            found.Add((stage, fingerprint, record, change));
        }

        if (_problems.Count > 0)
            throw new SourceConfigurationException(_problems);
        var atHand = await TablesAtHandAsync(found.Select(stage => stage.Record).OfType<StageRecord>(), cancellation);
        var reasons = found.ToDictionary(stage => stage.Stage, stage => stage.Change ?? Lost(stage.Stage, stage.Record!, atHand));
        Rebuild(reasons, atHand);
        var planned = found
            .Select(stage => new PlannedStage(
                stage.Stage.Name,
                stage.Stage.Purpose,
                reasons[stage.Stage] is not null,
                reasons[stage.Stage] ?? "done",
                stage.Fingerprint
            ))
            .ToArray();
        var leftOut = stages.Except(_asked).Select(stage => $"{stage.Name}: {stage.WhenUnwanted}").ToArray();
        var isPublished = generation?.IsOf(folder.RunId) == true;
        return new RunPlan(folder.RunId, folder.RunDate, files, wanted is null ? planned : Choose(planned, wanted, isPublished), leftOut)
        {
            Replaces =
                generation is not null && generation.RunId != folder.RunId
                    ? new ReplacedRun(generation.RunId, generation.State, generation.At, generation.Engine)
                    : null,
            IsPublished = isPublished && await IsLatestAsync(found.Select(stage => stage.Record), cancellation),
        };
    }

    /// <summary>Whether what was published is what the stages did last: a start may have been refused or stopped after it.</summary>
    private async Task<bool> IsLatestAsync(IEnumerable<StageRecord?> records, CancellationToken cancellation)
    {
        var published = await folder.Store.ReadJsonAsync<RunManifest>(folder.Manifest, cancellation);
        return published is not null
            && records
                .Select(record => (record?.Stage, record?.FinishedAt))
                .SequenceEqual(published.Stages.Select(record => ((string?)record.Stage, (DateTimeOffset?)record.FinishedAt)));
    }

    /// <summary>The part of a fingerprint for the stages whose tables a stage reads.</summary>
    public static string Upstream(Stage stage, IEnumerable<(Stage Stage, Fingerprint Fingerprint)> earlier) =>
        Hashing.Of(
            string.Join(
                '\n',
                earlier
                    .Where(other =>
                        other.Stage.Models.Any(model => stage.Reads.Contains(model.Name)) || other.Stage.Chooses.Intersect(stage.Settings).Any()
                    )
                    .Select(other => $"{other.Stage.Name} {other.Fingerprint.Hash}")
            )
        );

    /// <summary>The wanted stages. Those before them must be done, with the same inputs and settings.</summary>
    private PlannedStage[] Choose(PlannedStage[] planned, IReadOnlyList<string> wanted, bool isPublished)
    {
        if (isPublished)
            throw new ConfigurationException(
                $"run {folder.RunId} is published, and a part of it would change: start the whole run, or give the new one an id of its own with --run-id"
            );
        var last = Array.FindLastIndex(planned, stage => wanted.Contains(stage.Stage));
        if (planned.Take(last).FirstOrDefault(stage => stage.WillRun && !wanted.Contains(stage.Stage)) is { } missing)
            throw new ConfigurationException($"--stages: '{missing.Stage}' must run first ({missing.Reason}): name it too, or leave --stages out");
        return [.. planned.Where(stage => wanted.Contains(stage.Stage))];
    }

    private void CheckNames(IReadOnlyList<string>? wanted)
    {
        var names = stages.Select(stage => stage.Name).ToArray();
        if (wanted is { Count: 0 })
            throw new ConfigurationException($"--stages names no stage (the stages: {string.Join(", ", names)})");
        foreach (var name in wanted ?? [])
        {
            if (!names.Contains(name))
                throw new ConfigurationException(
                    $"--stages: '{name}' is not a stage{NearestName.Hint(name, names)} (the stages: {string.Join(", ", names)})"
                );
            if (stages.Single(stage => stage.Name == name) is { } stage && !stage.IsWanted(settings))
                throw new ConfigurationException($"--stages: '{name}' can't run: {stage.WhenUnwanted}");
        }
    }

    /// <summary>The settings that a stage depends on: what its C# reads, and what stands in its SQL.</summary>
    private string SettingsHash(Stage stage)
    {
        var models = stage
            .Models.Where(model => model.IsWanted(settings))
            .Select(model => $"{model.Id}: {string.Join(", ", model.Columns.Select(column => $"{column.Name} {column.SqlType}"))} {TextOf(model)}");
        return Hashing.Of(string.Join('\n', models.Append(Json.Text(settings.Sections(stage.Settings)))));
    }

    /// <summary>The model's SQL with the settings in it; as it was written where a table decides of it, too.</summary>
    private string TextOf(Model model) =>
        !model.IsSql ? ""
        : model.Parameters is null ? ModelParameters.Render(model, settings)
        : model.ReadSql();

    /// <summary>The files of a stage's inputs; what is wrong with their paths is added to the problems.</summary>
    private async Task<IReadOnlyList<(string Input, SourceFile File)>> FindFilesAsync(Stage stage, CancellationToken cancellation)
    {
        List<(string, SourceFile)> files = [];
        foreach (var source in stage.Files(settings.Inputs))
        {
            try
            {
                files.AddRange(
                    (await new SourceFiles(stores).ListAsync(source, settings.BaseFolder, cancellation)).Select(file => (source.Key, file))
                );
            }
            catch (SourceConfigurationException error)
            {
                _problems.AddRange(error.Problems);
            }
        }

        return files;
    }

    /// <summary>
    /// The hash of what the files hold. Those that are as they were when they were read need not be read again; of files that were never read
    /// it is not known, and nothing. What a stage without files found elsewhere, its record knows.
    /// </summary>
    private async Task<string> FilesHashAsync(
        IReadOnlyList<(string Input, SourceFile File)> files,
        StageRecord? record,
        CancellationToken cancellation
    )
    {
        if (files.Count == 0)
            return record?.Fingerprint.Files ?? Fingerprint.OfFiles([]);
        // A file may be read for several inputs.
        var read = record?.Inputs.DistinctBy(file => file.Path).ToDictionary(file => file.Path) ?? [];
        if (files.Any(file => !read.ContainsKey(file.File.Path)) || files.Count != record?.Inputs.Count)
            return "";
        var began = record.FinishedAt - TimeSpan.FromSeconds(record.Seconds);
        var now = new InputFile[files.Count];
        await FileReading.InParallelAsync(
            files.Select(file => file.File).Index(),
            async (file, stop) =>
            {
                var before = read[file.Item.Path];
                now[file.Index] = IsAsRead(file.Item, before, began) ? before : before with { Sha256 = await HashAsync(file.Item, stop) };
            },
            cancellation
        );
        return Fingerprint.OfFiles(now);
    }

    private static bool IsAsRead(SourceFile file, InputFile before, DateTimeOffset began) =>
        file.Size == before.Size
        && file.Version is not null
        && file.Version == before.Version
        && (!file.FullPath.IsLocal || new DateTimeOffset(long.Parse(file.Version), TimeSpan.Zero) < began - Tick);

    private async Task<string> HashAsync(SourceFile file, CancellationToken cancellation)
    {
        await using var stream = await stores.Of(file.FullPath).OpenAsync(file.Stored, 0, file.Size, cancellation);
        return await Hashing.OfAsync(stream, cancellation);
    }

    /// <summary>The ids of the tables whose files are there as the records say: staged, or published under this run's file names.</summary>
    private async Task<IReadOnlySet<string>> TablesAtHandAsync(IEnumerable<StageRecord> records, CancellationToken cancellation)
    {
        var models = stages.SelectMany(stage => stage.Models).DistinctBy(model => model.Id).ToDictionary(model => model.Id);
        HashSet<string> atHand = [];
        await FileReading.InParallelAsync(
            records.SelectMany(record => record.Tables).Where(table => models.ContainsKey(table.Id)),
            async (table, stop) =>
            {
                if (await folder.FindAsync(models[table.Id], table, stop) is null)
                    return;
                lock (atHand)
                    atHand.Add(table.Id);
            },
            cancellation
        );
        return atHand;
    }

    private static string? Lost(Stage stage, StageRecord record, IReadOnlySet<string> atHand)
    {
        var published = stage.Models.Where(model => model.Lifetime == Lifetime.Published).Select(model => model.Id);
        var lost = record.Tables.Select(table => table.Id).Intersect(published).FirstOrDefault(table => !atHand.Contains(table));
        return lost is null ? null : $"files of its table {lost} are missing or not this run's";
    }

    /// <summary>From the last stage to the first: what a stage that runs reads has to be there, or to be made again.</summary>
    private void Rebuild(Dictionary<Stage, string?> reasons, IReadOnlySet<string> atHand)
    {
        foreach (var reader in _asked.Reverse().Where(stage => reasons[stage] is not null))
        {
            foreach (var owner in _asked.TakeWhile(stage => stage != reader).Where(stage => reasons[stage] is null))
            {
                if (
                    owner.Models.Any(model =>
                        reader.Reads.Contains(model.Name) && model.IsWanted(settings) && model.Lifetime == Lifetime.Run && !atHand.Contains(model.Id)
                    )
                )
                    reasons[owner] = $"'{reader.Name}' has to run and needs intermediate rows of this stage, which are no longer there";
            }
        }
    }
}
