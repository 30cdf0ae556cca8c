using System.Reflection;
using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;

namespace SparkReco.Benchmarks.Runs;

/// <summary>The product's run with all tables made by the SQL of their models, for which the product has no switch.</summary>
internal static class SqlRun
{
    public static async Task<int> RunAsync(string configuration, string lake, CancellationToken cancellation)
    {
        Assembly.SetEntryAssembly(typeof(Composition).Assembly); // By which the product finds the hashes of its source.
        var composition = new Composition(new Terminal(Console.Out, Console.Error), TimeProvider.System, cancellation);
        var options = new Dictionary<string, string> { ["lake"] = lake };
        var settings = await SettingsLoader.LoadAsync(
            composition.Stores,
            configuration,
            file => new SettingLayers(file, options, environment: true),
            cancellation
        );
        var folder = composition.Folder(settings, "by-sql");
        var plan = await new RunPlanner(Pipeline.Stages, settings, folder, composition.Stores).MakeAsync(wanted: null, cancellation);
        await using var engine = await Engines.OpenAsync(settings.Engine, folder, composition.Stores, _ => { }, cancellation);
        var progress = new ProgressLines(composition.Terminal, move: null);
        var ports = new RunPorts(WithoutShortcuts.On(engine), composition.Stores, composition.Clock, progress, _ => { });
        await new PipelineRunner(Pipeline.Stages, settings, folder, ports).RunAsync(plan, isWhole: true, cancellation);
        return ExitCodes.Done;
    }
}

/// <summary>An engine for which every table has too many rows for a shortcut.</summary>
public class WithoutShortcuts : DispatchProxy
{
    private IEngine? _engine;

    /// <summary>The engine, with its answer to one question replaced.</summary>
    public static IEngine On(IEngine engine)
    {
        var proxy = Create<IEngine, WithoutShortcuts>();
        ((WithoutShortcuts)(object)proxy)._engine = engine;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == $"get_{nameof(IEngine.MostShortcutRows)}"
            ? -1L
            : targetMethod.Invoke(_engine, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
