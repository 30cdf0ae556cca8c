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
        foreach (var path in (string[])["a/b.jsonl", "a/B.jsonl", "a/\U0001F600.jsonl", "a/\uFF5E.jsonl"])
            Folder.Write(path, "");

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
        var refused = Assert.Throws<SourceConfigurationException>(() => List("absent", "empty", "*.x"));
        Assert.Equal(3, refused.Problems.Count);
        Assert.Equal("sources.users.paths[0]: absent: there is no such file or folder", refused.Problems[0]);
        Assert.Equal("sources.users.paths[1]: empty holds no file to read", refused.Problems[1]);
    }

    [Fact]
    public void Loops_of_links_are_refused()
    {
        Folder.Write("a/x.jsonl", "");
        Directory.CreateSymbolicLink(Path.Join(Folder.Root, "a/up"), Folder.Root);
        Assert.Contains("link to a folder above it", Assert.Throws<IOException>(() => List("a")).Message, StringComparison.Ordinal);
        File.CreateSymbolicLink(Path.Join(Folder.Root, "l1"), Path.Join(Folder.Root, "l2"));
        File.CreateSymbolicLink(Path.Join(Folder.Root, "l2"), Path.Join(Folder.Root, "l1"));
        Assert.Throws<IOException>(() => List("l1"));
    }

    [Fact]
    public async Task Pipes_and_devices_are_refused_without_being_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        using var mkfifo = Process.Start("mkfifo", [Path.Join(Folder.Root, "pipe.jsonl")]);
        await mkfifo.WaitForExitAsync(Cancellation);
        Assert.Contains(
            "not a regular file",
            Assert.Throws<SourceConfigurationException>(() => List("pipe.jsonl")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("not a regular file", Assert.Throws<SourceConfigurationException>(() => List("/dev/zero")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_file_in_a_folder_is_left_out_and_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        Folder.Write("in/a.jsonl", "");
        using var mkfifo = Process.Start("mkfifo", [Path.Join(Folder.Root, "in/pipe.jsonl")]);
        await mkfifo.WaitForExitAsync(Cancellation);
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified
        );
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Join(Folder.Root, "in/s.jsonl")));
        File.CreateSymbolicLink(Path.Join(Folder.Root, "in/link.jsonl"), Path.Join(Folder.Root, "nowhere"));

        foreach (var path in (string[])["in", "in/*", "**/*.jsonl"])
        {
            List<string> leftOut = [];
            Assert.Equal(
                ["in/a.jsonl"],
                (await Sources.ListAsync(Settings(path), Location.OfThisMachine(Folder.Root), Cancellation, leftOut)).Select(file => file.Path)
            );
            Assert.Equal(
                [
                    "sources.users.paths[0]: in/link.jsonl is left out: cannot be found: a link without a target, or a name that is not UTF-8",
                    "sources.users.paths[0]: in/pipe.jsonl is left out: is not a regular file: pipes, sockets and devices are not read",
                    "sources.users.paths[0]: in/s.jsonl is left out: is not a regular file: pipes, sockets and devices are not read",
                ],
                leftOut.Order(StringComparer.Ordinal)
            );
        }

        Assert.Throws<SourceConfigurationException>(() => List("in/link.jsonl"));
    }

    [Fact]
    public void Unfinished_files_and_marks_in_folders_are_left_out()
    {
        foreach (
            var path in (string[])
                ["in/a.jsonl", "in/a.jsonl.tmp", "in/tmp_b.jsonl", "in/_SUCCESS", "in/_temporary/c.jsonl", "in/.a.jsonl.crc", "in/d.crc"]
        )
            Folder.Write(path, "");

        Assert.Equal(["in/a.jsonl"], List("in"));
        Assert.Equal(["in/a.jsonl"], List("in/*"));
    }

    [Theory]
    [InlineData("e.csv.xz", "xz")]
    [InlineData("e.zip", "an archive")]
    [InlineData("e.xlsx", "a spreadsheet")]
    public void What_is_packed_in_another_way_is_refused_with_the_remedy(string name, string format)
    {
        Folder.Write(name, "x");

        Assert.Equal($"{name}: {format} is not read. Unpack the file, or pack it with gzip, bzip2 or zstd.", Refused(Settings(name)).Message);
    }

    [Fact]
    public void A_file_that_grew_since_it_was_listed_is_refused()
    {
        Folder.Write("a.jsonl", "{}\n");
        Assert.Throws<SourceChangedException>(() => FileScan.Run(Sources, Listed("a.jsonl") with { Size = 2 }, Cancellation));
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
        Folder.Write("a.jsonl", "abc");
        var scanned = FileScan.Run(Sources, Listed("a.jsonl"), Cancellation);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", scanned.Sha256);
    }

    private SourceFile Listed(string path) =>
        Assert.Single(Sources.ListAsync(Settings(path), Location.OfThisMachine(Folder.Root), Cancellation).GetAwaiter().GetResult());

    private string[] List(params string[] paths) =>
        [.. Sources.ListAsync(Settings(paths), Location.OfThisMachine(Folder.Root), Cancellation).GetAwaiter().GetResult().Select(file => file.Path)];
}
