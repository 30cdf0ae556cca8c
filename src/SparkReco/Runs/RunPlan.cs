using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;

namespace SparkReco.Runs;

/// <summary>What a run would do with a stage, and why.</summary>
public sealed record PlannedStage(string Stage, string Purpose, bool WillRun, string Reason, Fingerprint Fingerprint);

/// <summary>An input file as it was when the run was planned.</summary>
public sealed record PlannedFile(string Input, string Path, long Size, string Sha256);

/// <summary>What a run would do, found without doing any of it.</summary>
public sealed record RunPlan(string RunId, DateOnly RunDate, IReadOnlyList<PlannedFile> Files, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<string> LeftOut)
{
    /// <summary>Whether everything is done already.</summary>
    public bool IsDone => Stages.All(stage => !stage.WillRun);

    /// <summary>
    /// Compares the inputs, the settings and the program with what the run's records say was done. The stages wanted are named; null
    /// is all that the settings ask for.
    /// </summary>
    /// <exception cref="ConfigurationException">A name is not a stage's, or a stage's inputs can't be found.</exception>
    public static RunPlan Make(Settings settings, RunFolder folder, IReadOnlyList<string>? wanted, CancellationToken cancellation)
    {
        var names = Pipeline.Stages.Select(stage => stage.Name).ToArray();
        foreach (var name in wanted ?? [])
        {
            if (!names.Contains(name))
                throw new ConfigurationException($"--stages: '{name}' is not a stage{NearestName.Hint(name, names)} (the stages: {string.Join(", ", names)})");
        }

        var code = Hashing.Of(string.Join('/', typeof(RunPlan).Module.ModuleVersionId, Environment.Version));
        var published = Json.Read<RunManifest>(folder.Manifest) is not null;
        List<PlannedFile> files = [];
        List<PlannedStage> stages = [];
        var upstream = "";
        var follows = false;
        foreach (var stage in Pipeline.For(settings))
        {
            var read = stage.Files(settings.Inputs).SelectMany(source => Inventory(source, settings.BaseFolder, cancellation)).ToArray();
            files.AddRange(read);
            var fingerprint = new Fingerprint(code, SettingsHash(stage, settings), Hashing.Of(string.Join('\n', read.Select(file => $"{file.Path} {file.Sha256}"))), upstream);
            upstream = fingerprint.Hash;
            if (wanted is not null && !wanted.Contains(stage.Name))
                continue;
            var reason = WhyRun(stage, folder, fingerprint, published);
            follows |= reason is not null;
            stages.Add(new PlannedStage(stage.Name, stage.Purpose, follows, reason ?? (follows ? "an earlier stage runs" : "done"), fingerprint));
        }

        var leftOut = Pipeline.Stages.Where(stage => !stage.IsWanted(settings)).Select(stage => $"{stage.Name}: {stage.WhenUnwanted}").ToArray();
        return new RunPlan(folder.RunId, folder.RunDate, files, stages, leftOut);
    }

    private static IEnumerable<PlannedFile> Inventory(SourceSettings source, string baseFolder, CancellationToken cancellation) =>
        FileInventory.List(source, baseFolder).AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select(file => new PlannedFile(source.Key, file.Path, file.Size, Hashing.OfFile(file.FullPath)));

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
            var isGone = isPublished && model.Lifetime == Lifetime.Run;
            if (!isGone && !Exists(table, folder.Staged(model)) && !Exists(table, folder.Published(model)))
                return $"files of its table {table.Id} are missing or changed";
        }

        return null;
    }

    /// <summary>Whether a table's files lie in a folder as they were written.</summary>
    public static bool Exists(TableRecord table, string location) =>
        Directory.Exists(location)
        && table.Files.All(file => new FileInfo(Path.Combine(location, file.Name)) is { Exists: true } found && found.Length == file.Size);
}
