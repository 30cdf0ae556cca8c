using System.Text;

namespace SparkReco.LocalPersonalize.Resources;

/// <summary>A file to which lines are added that survive a kill and a power cut. A last line that was not written whole counts for nothing.</summary>
internal sealed class Journal : IDisposable
{
    private readonly string _path;
    private FileStream _file;

    public Journal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _path = path;
        _file = Open(path);
        Lines = ReadLines();
    }

    /// <summary>The lines that it had when it was opened.</summary>
    public IReadOnlyList<string> Lines { get; private set; }

    public void Add(params IEnumerable<string> lines)
    {
        _file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Puts other lines in the place of all, whole or not at all.</summary>
    public void Replace(IEnumerable<string> lines)
    {
        var next = $"{_path}.new";
        File.Delete(next);
        var former = _file;
        _file = Open(next);
        Add(lines);
        File.Move(next, _path, overwrite: true);
        former.Dispose();
    }

    /// <summary>Lets go of the lines it had.</summary>
    public void Forget() => Lines = [];

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

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
