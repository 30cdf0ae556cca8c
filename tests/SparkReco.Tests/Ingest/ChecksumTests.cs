using System.Security.Cryptography;
using System.Text;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class ChecksumTests : IngestTest
{
    private const string Row = "{\"user_id\":\"u1\"}\n";

    private static readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Row)));

    [Theory]
    [InlineData("raw/SHA256SUMS", "  a.jsonl\n")]
    [InlineData("raw/SHA256SUMS", " *a.jsonl\r\n\n")]
    [InlineData("raw/SHA256SUMS", "  ./a.jsonl")]
    [InlineData("sums.txt", "  raw/a.jsonl\n")]
    [InlineData("lists/sums.txt", "  ../raw/a.jsonl\n")]
    [InlineData("lists/sums.txt", "  raw/a.jsonl\n")]
    public void A_file_with_its_hash_in_the_list_is_read(string list, string rest)
    {
        Folder.Write("raw/a.jsonl", Row);
        Folder.Write(list, _hash.ToUpperInvariant() + rest);

        Assert.Equal("u1", Assert.Single(LoadAll(Checked("raw", list)))["user_id"]);
    }

    [Fact]
    public void A_name_with_a_line_break_is_escaped_in_the_list()
    {
        Folder.Write("raw/a\nb\\c.jsonl", Row);
        Folder.Write("sums", $"\\{_hash}  raw/a\\nb\\\\c.jsonl\n");

        Assert.Single(LoadAll(Checked("raw", "sums")));
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.csv")]
    public void A_file_of_another_hash_is_refused_with_both(string name)
    {
        Folder.Write(name, name.EndsWith(".csv", StringComparison.Ordinal) ? "user_id\nu1\n" : Row + Row);
        Folder.Write("sums", $"{_hash}  {name}\n");
        var actual = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Join(Folder.Root, name))));

        Assert.Equal(
            $"sources.users.checksums: {name} has the SHA-256 {actual}, but {_hash} in sums: it is damaged or another version; fetch it again",
            Refused(Checked(name, "sums")).Message
        );
    }

    [Fact]
    public void A_file_that_is_not_in_the_list_is_refused_before_anything_is_read()
    {
        Folder.Write("raw/a.jsonl", Row);
        Folder.Write("raw/b.jsonl", Row);
        Folder.Write("sums", $"{_hash}  raw/a.jsonl\n");

        Assert.Equal("sources.users.checksums: raw/b.jsonl is not in sums", Refused(Checked("raw", "sums")).Message);
    }

    [Theory]
    [InlineData("0123  a.jsonl")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz  a.jsonl")]
    [InlineData("# a comment")]
    public void A_line_that_is_no_checksum_is_named(string line)
    {
        Folder.Write("a.jsonl", Row);
        Folder.Write("sums", $"{_hash}  a.jsonl\n{line}\n");

        Assert.StartsWith(
            "sources.users.checksums: sums:2: is not a line of sha256sum",
            Refused(Checked("a.jsonl", "sums")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_list_that_is_not_there_is_named()
    {
        Folder.Write("a.jsonl", Row);

        Assert.Equal("sources.users.checksums: sums: there is no such file", Refused(Checked("a.jsonl", "sums")).Message);
    }

    private static SourceSettings Checked(string path, string list) => Settings(path) with { Checksums = list };
}
