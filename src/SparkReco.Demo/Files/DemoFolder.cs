using System.Text;

namespace SparkReco.Demo.Files;

/// <summary>Creates text files under the demo folder: UTF-8 without a byte order mark, line feeds.</summary>
internal static class DemoFolder
{
    public static StreamWriter CreateText(string folder, string path) =>
        new(Create(folder, path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    public static FileStream Create(string folder, string path)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return File.Create(full);
    }
}
