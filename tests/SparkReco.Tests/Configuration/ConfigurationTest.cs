using SparkReco.Configuration;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Configuration;

/// <summary>Loads configurations; messages are given without the folder of the file.</summary>
public abstract class ConfigurationTest : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A configuration with the required values on its first line, and more lines.</summary>
    protected Settings Load(string lines, params (string Path, string Value)[] overrides) =>
        LoadText(
            """{ "run_date": "2026-09-01", "inputs": { "users": { "paths": ["u"] }, "items": { "paths": ["i"] }, "events": { "paths": ["e"] } },"""
                + "\n"
                + lines
                + "\n}",
            overrides
        );

    protected Settings LoadText(string text, params (string Path, string Value)[] overrides) =>
        Some.Load(_folder.Write("sparkreco.json", text), overrides.ToDictionary(pair => pair.Path, pair => pair.Value));

    protected string[] Errors(string lines, params (string Path, string Value)[] overrides) => ErrorsOf(() => Load(lines, overrides));

    protected string[] ErrorsOfText(string text) => ErrorsOf(() => LoadText(text));

    private string[] ErrorsOf(Func<Settings> load) =>
        Assert
            .Throws<ConfigurationException>(load)
            .Message.Replace(_folder.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
            .Split(Environment.NewLine);
}
