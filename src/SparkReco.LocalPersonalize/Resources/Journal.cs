using System.Text;

namespace SparkReco.LocalPersonalize.Resources;

/// <summary>A file to which lines are added that survive a kill and a power cut. A last line that was not written whole counts for nothing.</summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;

    public Journal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Lines = ReadLines();
    }

    /// <summary>The lines that it had when it was opened.</summary>
    public IReadOnlyList<string> Lines { get; private set; }

    public void Add(params IEnumerable<string> lines)
    {
        _file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Puts other lines in the place of all. A kill in between may leave fewer of them.</summary>
    public void Replace(IEnumerable<string> lines)
    {
        _file.SetLength(0);
        _file.Position = 0;
        Add(lines);
    }

    /// <summary>Lets go of the lines it had.</summary>
    public void Forget() => Lines = [];

    public void Dispose() => _file.Dispose();

    private List<string> ReadLines()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(end);
        _file.Position = end;
        return [.. Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
