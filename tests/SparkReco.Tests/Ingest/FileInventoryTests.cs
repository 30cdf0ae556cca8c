using System.Diagnostics;
using SparkReco.Ingest;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class FileInventoryTests : IngestTest
{
    [Theory]
    [InlineData("it's;1.jsonl")]
    [InlineData("*.jsonl")]
    [InlineData("line\nbreak.jsonl")]
    [InlineData("%2e%2e.jsonl")]
    public void Odd_names_are_names(string name)
    {
        Folder.Write("other.jsonl", "");
        Folder.Write(name, "");
        Assert.Equal([name], List(name));
    }

    [Fact]
    public void Files_are_in_the_byte_order_of_their_paths()
    {
        foreach (string path in (string[])["a/b.jsonl", "a/B.jsonl", "a/\U0001F600.jsonl", "a/\uFF5E.jsonl"])
        {
            Folder.Write(path, "");
        }

        Assert.Equal(["a/B.jsonl", "a/b.jsonl", "a/\uFF5E.jsonl", "a/\U0001F600.jsonl"], List("a"));
    }

    [Fact]
    public void A_file_that_two_paths_name_is_read_once()
    {
        Folder.Write("a.jsonl", "");
        Assert.Equal(["a.jsonl"], List("a.jsonl", "./a.jsonl", "*"));
    }

    [Fact]
    public void Absent_and_empty_paths_are_told_with_their_key()
    {
        Directory.CreateDirectory(Path.Join(Folder.Root, "empty"));
        SourceConfigurationException refused = Assert.Throws<SourceConfigurationException>(() => List("absent", "empty", "*.x"));
        Assert.Equal(3, refused.Problems.Count);
        Assert.Equal("sources.users.paths[0]: absent: there is no such file or folder", refused.Problems[0]);
        Assert.Equal("sources.users.paths[1]: empty holds no file to read", refused.Problems[1]);
    }

    [Fact]
    public void Loops_of_links_are_refused()
    {
        Folder.Write("a/x.jsonl", "");
        Directory.CreateSymbolicLink(Path.Join(Folder.Root, "a/up"), Folder.Root);
        Assert.Contains("link to a folder above it", Assert.Throws<SourceConfigurationException>(() => List("a")).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(Path.Join(Folder.Root, "l1"), Path.Join(Folder.Root, "l2"));
        File.CreateSymbolicLink(Path.Join(Folder.Root, "l2"), Path.Join(Folder.Root, "l1"));
        Assert.Throws<SourceConfigurationException>(() => List("l1"));
    }

    [Fact]
    public void Pipes_and_devices_are_refused_without_being_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        using Process mkfifo = Process.Start("mkfifo", [Path.Join(Folder.Root, "pipe.jsonl")]);
        mkfifo.WaitForExit();
        Assert.Contains("not a regular file", Assert.Throws<SourceConfigurationException>(() => List("pipe.jsonl")).Message, StringComparison.Ordinal);
        Assert.Contains("not a regular file", Assert.Throws<SourceConfigurationException>(() => List("/dev/zero")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grew_since_it_was_listed_is_refused()
    {
        string path = Folder.Write("a.jsonl", "{}\n");
        Assert.Throws<SourceChangedException>(() => FileScan.Run(Sources, new SourceFile(Location.OfThisMachine(path), "a.jsonl", 2), Cancellation));
    }

    [Fact]
    public void A_name_that_tells_no_format_needs_a_setting()
    {
        Folder.Write("a.log", "{\"user_id\":\"u\"}\n");
        Assert.Contains("Set sources.users.format", Refused(Settings("a.log")).Message, StringComparison.Ordinal);
        Assert.Single(LoadAll(Settings("a.log") with { Format = SourceFormat.JsonLines }));
    }

    [Fact]
    public void The_checksum_is_that_of_the_files_bytes()
    {
        string path = Folder.Write("a.jsonl", "abc");
        ScannedFile scanned = FileScan.Run(Sources, new SourceFile(Location.OfThisMachine(path), "a.jsonl", 3) with { Version = $"{File.GetLastWriteTimeUtc(path).Ticks}" }, Cancellation);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", scanned.Sha256);
    }

    private string[] List(params string[] paths) => [.. Sources.ListAsync(Settings(paths), Location.OfThisMachine(Folder.Root), Cancellation).GetAwaiter().GetResult().Select(file => file.Path)];
}
