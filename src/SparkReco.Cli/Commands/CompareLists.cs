using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.ListSets;
using SparkReco.Ports;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary>Compares files of lists with each other.</summary>
internal static class CompareLists
{
    private const int ReaderMegabytes = 700;

    private static readonly int[] UsualCutoffs = [5, 10, 25];

    /// <summary>Finds the files and their columns, tells what was taken, and compares.</summary>
    /// <exception cref="ConfigurationException">There are not two sets, or files or columns that do not tell what they hold.</exception>
    public static async Task<ReportData> CompareAsync(
        Composition composition,
        IReadOnlyList<string> lists,
        string? truth,
        IReadOnlyList<int> cutoffs,
        CancellationToken cancellation
    )
    {
        if (lists.Count < 2)
            throw new ConfigurationException("--lists names one set of lists; name another one to compare it with: --lists a.parquet --lists b.csv");
        var named = lists.Select(NameOf).ToArray();
        if (named.GroupBy(list => list.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ConfigurationException(
                $"two sets of lists are called '{twice.Key}': name them, as in --lists ours={twice.First().Path} --lists theirs={twice.Last().Path}"
            );
        var scratch = Engines.NewTemporaryFolder();
        var files = new List<(string Name, TableFiles Files)>();
        foreach (var (name, path) in truth is null ? named : [.. named, (ComparedFiles.Truth, truth)])
            files.Add((name, await FilesAsync(composition.Stores, path, Path.Combine(scratch, "copies"), cancellation)));
        var engine = new EngineSettings();
        await using var reader = DuckDbListReader.Open(files.SelectMany(file => file.Files.Paths), engine.ThreadCount, ReaderMegabytes, scratch);
        List<ListInput> inputs = [];
        foreach (var (index, (name, table)) in files.Index())
        {
            var columns = await reader.ColumnsAsync(table, cancellation);
            var shape = index < named.Length ? ListColumns.OfLists(table.Shown, columns) : ListColumns.OfTruth(table.Shown, columns);
            await composition.Terminal.Errors.WriteLineAsync($"{table.Shown}: {ListColumns.Describe(shape)}");
            inputs.Add(new ListInput(name, table, shape));
        }

        return await ListComparison.CompareAsync(
            reader,
            inputs[..named.Length],
            truth is null ? null : inputs[^1],
            cutoffs.Count > 0 ? cutoffs : UsualCutoffs,
            engine,
            cancellation
        );
    }

    /// <summary>Prints the comparison, and writes the report.</summary>
    public static async Task<int> PrintAsync(
        Composition composition,
        ReportData data,
        ComparisonText.Filter wanted,
        string? file,
        bool isJson,
        CancellationToken cancellation
    )
    {
        var terminal = composition.Terminal;
        // Of many sets all pairs would be pages; --pair shows any.
        var pairs = wanted.Pair is null
            ? Systems
                .Pairs(data.Settings)
                .Where(pair => pair.Reference == data.Pair.Reference)
                .Select(pair => wanted with { Pair = $"{pair}" })
                .ToArray()
            : [wanted];
        if (isJson)
            await terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        data.Settings.Comparison.ConfidencePercent,
                        data.Files!.Sources,
                        Checks = data.Files.Lights.Select(light => new
                        {
                            Check = light.Name,
                            State = $"{light.State}",
                            light.Value,
                            light.Meaning,
                        }),
                        Comparison = (
                            wanted is { IsEmpty: true, Pair: null } ? data.Comparison : pairs.SelectMany(pair => ComparisonText.Choose(data, pair))
                        ).Select(ComparisonText.Twin),
                        data.Overlaps,
                        data.Movements,
                        data.Foretold,
                    }
                )
            );
        else
        {
            ComparisonText.Line(terminal.Data, Headline.Of(data).Answer + ".");
            if (pairs.Length > 1 && data.HasEvaluation)
                ComparisonText.WriteSystems(terminal.Data, data);
            foreach (var pair in pairs)
            {
                terminal.Data.WriteLine("");
                if (pairs.Length > 1)
                    ComparisonText.Line(terminal.Data, $"== {pair.Pair!.Replace(":", " and ", StringComparison.Ordinal)}");
                ComparisonText.Write(terminal.Data, data, pair, ComparisonText.Choose(data, pair));
            }

            var lights = data.Files!.Lights.Where(light => light.State != LightState.Good).ToArray();
            if (lights.Length > 0)
                terminal.Data.WriteLine("");
            foreach (var light in lights)
                ComparisonText.Line(terminal.Data, $"{light.Name}: {light.Value}. {light.Meaning}");
        }

        if (file is not null)
        {
            var path = Location.Of(file, Location.WorkingFolder);
            await composition.Stores.Of(path).WriteTextAsync(path, HtmlReport.Render(data), cancellation);
            await terminal.Errors.WriteLineAsync($"Report: {path}");
        }

        return ExitCodes.Done;
    }

    /// <summary>NAME=PATH, or a path that gives the name; a file's own name may have an equals sign.</summary>
    /// <summary>That the report does not take the place of what is compared.</summary>
    public static void RequireOther(string? file, IReadOnlyList<string> compared)
    {
        if (file is not null && compared.Any(path => Path.GetFullPath(NameOf(path).Path) == Path.GetFullPath(file)))
            throw new ConfigurationException($"--file {file} is one of the compared files: name another one for the report");
    }

    private static (string Name, string Path) NameOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && text[..equals].All(IsOfName) && !File.Exists(text))
            return (text[..equals], text[(equals + 1)..]);
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.Contains('*', StringComparison.Ordinal)).ToArray();
        var name = parts.Length == 0 ? "" : Stem(parts[^1]);
        return (string.Concat(name.Select(letter => IsOfName(letter) ? letter : '_')) is { Length: > 0 } given ? given : "lists", text);
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.';

    private static string Stem(string name) =>
        Path.GetExtension(name) is ".gz" or ".zst" ? Stem(Path.GetFileNameWithoutExtension(name)) : Path.GetFileNameWithoutExtension(name);

    private static async Task<TableFiles> FilesAsync(Stores stores, string path, string copies, CancellationToken cancellation)
    {
        var store = stores.Of(Location.Of(path, Location.WorkingFolder));
        IReadOnlyList<StoredFile> found;
        try
        {
            found = [.. (await store.MatchAsync(path, Location.WorkingFolder, cancellation)).Where(file => file.Problem is null)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"{path}: there is no such file or folder", error);
        }

        if (found.Count == 0)
            throw new ConfigurationException($"{path} holds no file to read");
        if (found.All(file => file.Size == 0))
            throw new ConfigurationException($"{path} is empty");
        var forms = found.GroupBy(file => FormOf(file.Name)).ToArray();
        if (forms.FirstOrDefault(form => form.Key is null) is { } unknown)
            throw new ConfigurationException(
                $"{unknown.First().Path}: its name does not tell what it is; files of lists end in .parquet, .csv, .tsv, .json, .jsonl, .ndjson or .out (Amazon Personalize's output), texts also with .gz or .zst"
            );
        if (forms.Length > 1)
            throw new ConfigurationException(
                $"{path} holds files of several forms, such as {forms[0].First().Path} and {forms[1].First().Path}: name those of one, as in '{path.TrimEnd('/')}/*.parquet'"
            );
        var paths = new Location[found.Count];
        await FileReading.InParallelAsync(
            found.Index(),
            async (file, stop) => paths[file.Index] = Location.OfThisMachine(await stores.Of(file.Item.Path).FetchAsync(file.Item, copies, stop)),
            cancellation
        );
        return new TableFiles(path, forms[0].Key!.Value, paths);
    }

    private static FileForm? FormOf(string name) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".gz" or ".zst" => FormOf(Path.GetFileNameWithoutExtension(name)),
            ".parquet" => FileForm.Parquet,
            ".csv" or ".tsv" => FileForm.Csv,
            ".json" or ".jsonl" or ".ndjson" or ".out" => FileForm.Json,
            _ => null,
        };
}
