using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a run would do with a stage, and why.</summary>
public sealed record PlannedStage(string Stage, string Purpose, bool WillRun, string Reason, Fingerprint Fingerprint);

/// <summary>An input file as it was when the run was planned.</summary>
public sealed record PlannedFile(string Input, string Path, long Size, string Hash);

/// <summary>What a run would do, found without doing any of it.</summary>
public sealed record RunPlan(string RunId, DateOnly RunDate, IReadOnlyList<PlannedFile> Files, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<string> LeftOut)
{
    /// <summary>Whether the tables of all stages are there already.</summary>
    public bool IsDone => Stages.All(stage => !stage.WillRun);

    /// <summary>Whether the run had published its tables when the plan was made.</summary>
    public bool IsPublished { get; init; }

    /// <summary>
    /// Compares the inputs, the settings and the program with what the run's records say was done. The stages wanted are named; null
    /// is all that the settings ask for.
    /// </summary>
    /// <exception cref="ConfigurationException">A name is not a stage's, or a stage's inputs can't be found.</exception>
    public static RunPlan Make(Settings settings, RunFolder folder, IReadOnlyList<string>? wanted, CancellationToken cancellation)
    {
        CheckNames(settings, wanted);
        List<PlannedFile> files = [];
        List<(Stage Stage, Fingerprint Fingerprint)> stages = [];
        List<string> problems = [];
        var code = CodeHash();
        foreach (var stage in Pipeline.For(settings))
        {
            var read = stage.Files(settings.Inputs).SelectMany(source => Inventory(source, settings.BaseFolder, problems, cancellation)).ToArray();
            files.AddRange(read);
            var content = Hashing.Of(string.Join('\n', read.Select(file => $"{file.Path} {file.Hash}")));
            stages.Add((stage, new Fingerprint(code, SettingsHash(stage, settings), content, stages.Count == 0 ? "" : stages[^1].Fingerprint.Hash)));
        }

        if (problems.Count > 0)
            throw new SourceConfigurationException(problems);
        var leftOut = Pipeline.Stages.Where(stage => !stage.IsWanted(settings)).Select(stage => $"{stage.Name}: {stage.WhenUnwanted}").ToArray();
        var isPublished = folder.Store.Find(folder.Manifest) is not null;
        var planned = Decide(stages, stage => WhyRun(stage.Stage, folder, stage.Fingerprint, isPublished));
        if (isPublished && planned.Any(stage => stage.WillRun))
            planned = Decide(stages, stage => WhyRun(stage.Stage, folder, stage.Fingerprint, isPublished: false));
        return new RunPlan(folder.RunId, folder.RunDate, files, wanted is null ? planned : Choose(planned, wanted, isPublished, folder), leftOut) { IsPublished = isPublished };
    }

    /// <summary>A stage runs for a reason of its own, or because one before it runs.</summary>
    private static List<PlannedStage> Decide(List<(Stage Stage, Fingerprint Fingerprint)> stages, Func<(Stage Stage, Fingerprint Fingerprint), string?> whyRun)
    {
        List<PlannedStage> planned = [];
        foreach (var stage in stages)
        {
            var reason = whyRun(stage) ?? (planned.Any(earlier => earlier.WillRun) ? "an earlier stage runs" : null);
            planned.Add(new PlannedStage(stage.Stage.Name, stage.Stage.Purpose, reason is not null, reason ?? "done", stage.Fingerprint));
        }

        return planned;
    }

    /// <summary>The wanted stages. Those before them must be done, with the same inputs and settings.</summary>
    private static PlannedStage[] Choose(List<PlannedStage> planned, IReadOnlyList<string> wanted, bool isPublished, RunFolder folder)
    {
        if (isPublished)
            throw new ConfigurationException($"run {folder.RunId} is published, and --stages would change a part of it: leave --stages out, or give the new run an id of its own with --run-id");
        var last = planned.FindLastIndex(stage => wanted.Contains(stage.Stage));
        if (planned.Take(last).FirstOrDefault(stage => stage.WillRun && stage.Reason != "an earlier stage runs" && !wanted.Contains(stage.Stage)) is { } missing)
            throw new ConfigurationException($"--stages: '{missing.Stage}' must run first ({missing.Reason}): name it too, or leave --stages out");
        return [.. planned.Where(stage => wanted.Contains(stage.Stage))];
    }

    private static void CheckNames(Settings settings, IReadOnlyList<string>? wanted)
    {
        var names = Pipeline.Stages.Select(stage => stage.Name).ToArray();
        if (wanted is { Count: 0 })
            throw new ConfigurationException($"--stages names no stage (the stages: {string.Join(", ", names)})");
        foreach (var name in wanted ?? [])
        {
            if (!names.Contains(name))
                throw new ConfigurationException($"--stages: '{name}' is not a stage{NearestName.Hint(name, names)} (the stages: {string.Join(", ", names)})");
            if (Pipeline.Stages.Single(stage => stage.Name == name) is { } stage && !stage.IsWanted(settings))
                throw new ConfigurationException($"--stages: '{name}' can't run: {stage.WhenUnwanted}");
        }
    }

    /// <summary>The program: its own assemblies, and the embedded engine's.</summary>
    private static string CodeHash() => Hashing.Of(string.Join('\n', new[] { "SparkReco*.dll", "DuckDB*.dll" }
        .SelectMany(pattern => Directory.GetFiles(AppContext.BaseDirectory, pattern)).Order(StringComparer.Ordinal).Select(Hashing.OfFile)));

    /// <summary>The files of a source with their hashes; what is wrong with its paths is added to the problems.</summary>
    private static PlannedFile[] Inventory(SourceSettings source, string baseFolder, List<string> problems, CancellationToken cancellation)
    {
        try
        {
            return [.. FileInventory.List(source, baseFolder).AsParallel().AsOrdered().WithCancellation(cancellation)
                .Select(file => new PlannedFile(source.Key, file.Path, file.Size, FileStores.Of(file.FullPath).Hash(file.Stored)))];
        }
        catch (SourceConfigurationException error)
        {
            problems.AddRange(error.Problems);
            return [];
        }
    }

    /// <summary>The settings that a stage depends on: what its C# reads, and what stands in its SQL.</summary>
    private static string SettingsHash(Stage stage, Settings settings)
    {
        var sql = stage.Models.Where(model => model.IsSql && model.IsWanted(settings)).Select(model => $"{model.Id}: {ModelParameters.Render(model, settings)}");
        return Hashing.Of(string.Join('\n', sql.Append(Json.Text(stage.Settings(settings)))));
    }

    private static string? WhyRun(Stage stage, RunFolder folder, Fingerprint fingerprint, bool isPublished)
    {
        if (StageRecord.Read(folder, stage.Name) is not { } record)
            return "not done yet";
        if (fingerprint.ChangeFrom(record.Fingerprint) is { } change)
            return change;
        foreach (var table in record.Tables)
        {
            var model = stage.Models.Single(model => model.Id == table.Id);
            var isAside = isPublished && model.Lifetime == Lifetime.Run;
            if (isAside || table.IsIn(folder.Store, folder.Staged(model), isWorking: model.Lifetime == Lifetime.Run) || (table.IsIn(folder.Store, folder.Published(model)) && Publisher.RunOf(folder, model.Name) == folder.RunId))
                continue;
            return model.Lifetime == Lifetime.Run
                ? "its working tables were removed when the run was published"
                : $"files of its table {table.Id} are missing or not this run's";
        }

        return null;
    }
}
