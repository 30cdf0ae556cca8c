using System.Runtime.CompilerServices;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// Files of the repository whose text follows from the code. A test fails where one differs; with UPDATE_GOLDEN=1 in the environment it
/// writes the file instead.
/// </summary>
internal static class Golden
{
    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    public static void Check(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        var actual = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(actual == expected, $"{path} is not what the code says; UPDATE_GOLDEN=1 dotnet test writes it anew");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
