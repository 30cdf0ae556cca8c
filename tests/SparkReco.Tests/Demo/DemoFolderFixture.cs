using System.IO.Compression;
using SparkReco.Demo;
using SparkReco.Tests.Support.StandIn;
using Xunit;

namespace SparkReco.Tests.Demo;

/// <summary>A demo world of half the default number of users, written once for all tests of the collection.</summary>
[CollectionDefinition(Name)]
public sealed class DemoFolderFixture : ICollectionFixture<DemoFolderFixture>, IDisposable
{
    public const string Name = "demo folder";

    public static readonly DemoOptions Options = new() { UserCount = 1_500 };

    public DemoFolderFixture()
    {
        Summary = DemoWorld.Write(Folder, Options);
        StandInPersonalize.Write(Folder, Options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sparkreco-demo-").FullName;

    public DemoSummary Summary { get; }

    public IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(Path.Combine(Folder, path));
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    public IEnumerable<(string File, string Line)> EventLines() =>
        from file in Summary.Files
        where file.Path.StartsWith("raw/events/", StringComparison.Ordinal)
        from line in Lines(file.Path)
        select (file.Path, line);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
