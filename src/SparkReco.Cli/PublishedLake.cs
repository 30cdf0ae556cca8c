using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;

namespace SparkReco.Cli;

/// <summary>Opens the published tables of a run date for reading.</summary>
internal static class PublishedLake
{
    /// <exception cref="ConfigurationException">Nothing is published for the run date.</exception>
    public static async Task<IEngine> OpenAsync(Settings settings, RunFolder folder, CancellationToken cancellation)
    {
        var models = Pipeline.Models.Where(model => model.Lifetime == Lifetime.Published).ToArray();
        if (!models.Any(model => folder.Store.HasFolder(folder.Published(model))))
            throw new ConfigurationException($"the lake {settings.Lake} has no tables of {settings.RunDate:yyyy-MM-dd}: run 'sparkreco run --run-date {settings.RunDate:yyyy-MM-dd}' first, or name another day with --run-date");
        if (models.FirstOrDefault(model => folder.Store.HasFolder(folder.Published(model)) && Publisher.RunOf(folder, model.Name) is null) is { } torn)
            throw new ConfigurationException($"the table {torn.Name} of {settings.RunDate:yyyy-MM-dd} is being published, or a run was cut off while it published it: wait, or start that run again");
        var engine = DuckDbEngine.Open(settings.Engine, Engines.Temporary);
        foreach (var table in models.GroupBy(model => model.Name))
        {
            var parts = table.Where(model => folder.Store.HasFolder(folder.Published(model))).Select(model => new TableFolder(folder.Published(model), model.System)).ToArray();
            if (parts.Length > 0)
                await engine.RegisterAsync(table.Key, table.First().Columns, parts, cancellation);
        }

        return engine;
    }

    /// <summary>The run that published the tables of the run date.</summary>
    public static string RunId(RunFolder folder) => Publisher.RunOf(folder, "evaluation_summary") ?? folder.RunId;

    /// <summary>Whether the run date has tables of the comparison.</summary>
    public static bool HasComparison(RunFolder folder) => folder.Store.HasFolder(folder.PublishedTable("comparison_summary"));
}
