using System.Text;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class GzipTests : IngestTest
{
    private static readonly byte[] _rows = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 3000).Select(i => $"{{\"user_id\":\"u{i * 7919 % 10007}\"}}\n"))
    );

    [Theory]
    [InlineData("u.jsonl.gz")]
    [InlineData("u.jsonl")]
    public void Content_decides_whether_a_file_is_gzip(string path) => Assert.Equal(3000, Load(path, TempFolder.Gzip(_rows)).Count);

    [Fact]
    public void All_members_are_read_empty_ones_too()
    {
        var empty = TempFolder.Gzip("");
        byte[] file = [.. empty, .. TempFolder.Gzip(_rows), .. empty, .. empty, .. TempFolder.Gzip("{\"user_id\":\"a\"}\n"), .. empty];
        Assert.Equal(3001, Load("u.jsonl.gz", file).Count);
    }

    [Fact]
    public void Hundreds_of_members_of_every_small_size_are_read()
    {
        var line = "{\"user_id\":\"abcdefghijklmnopqrstuvwxyz\"}\n";
        byte[] file = [.. Enumerable.Range(0, line.Length * 20).SelectMany(i => TempFolder.Gzip(line[(i % line.Length)..(i % line.Length + 1)]))];
        Assert.Equal(20, Load("u.jsonl.gz", file).Count);
    }

    [Fact]
    public void An_empty_member_is_a_file_without_rows() => Assert.Empty(Load("u.jsonl.gz", TempFolder.Gzip("")));

    [Fact]
    public void Optional_parts_of_the_header_are_skipped()
    {
        var gzip = TempFolder.Gzip(_rows);
        byte[] file = [.. gzip[..3], 4 + 8 + 16, .. gzip[4..10], 3, 0, 1, 2, 3, .. "name\0comment\0"u8, .. gzip[10..]];
        Assert.Equal(3000, Load("u.jsonl.gz", file).Count);
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_rejected_whole()
    {
        var gzip = TempFolder.Gzip(_rows);
        for (var length = 3; length < gzip.Length; length += length < 30 || length > gzip.Length - 30 ? 1 : 997)
            Assert.StartsWith("gzip: truncated", Rejected(gzip[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_member_that_is_cut_anywhere_rejects_the_first_too()
    {
        var first = TempFolder.Gzip(_rows);
        var second = TempFolder.Gzip("{\"user_id\":\"a\"}\n");
        for (var length = 1; length < second.Length; length++)
            Assert.StartsWith("gzip: ", Rejected([.. first, .. second[..length]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-8, "gzip: checksum mismatch")]
    [InlineData(-1, "gzip: length mismatch")]
    [InlineData(2, "gzip: damaged header")]
    [InlineData(3, "gzip: damaged header")]
    public void A_damaged_byte_is_named(int offset, string reason)
    {
        var gzip = TempFolder.Gzip(_rows);
        gzip[offset < 0 ? gzip.Length + offset : offset] ^= 0xE0;
        Assert.Equal(reason, Rejected(gzip));
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 65, 66, 67 })]
    public void Bytes_after_the_last_member_are_refused(byte[] rest) =>
        Assert.Equal("gzip: other bytes follow the last member", Rejected([.. TempFolder.Gzip(_rows), .. rest]));

    [Theory]
    [InlineData("plain text\n", "gzip: not a gzip file")]
    [InlineData("PK\u0003\u0004", "gzip: not a gzip file (looks like zip)")]
    [InlineData("BZh91AY&SY", "gzip: not a gzip file (looks like bzip2)")]
    public void What_is_only_named_gz_is_refused(string content, string reason) => Assert.Equal(reason, Rejected(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("u.jsonl.gz")]
    [InlineData("u.csv.gz")]
    public void No_bytes_at_all_are_no_gzip(string path)
    {
        var row = Assert.Single(Load(path, []));
        Assert.Equal(("gzip: not a gzip file (looks like an empty file)", 0L), (row.Problem, row.Line));
    }

    [Fact]
    public void Zstandard_named_gz_is_refused() => Assert.Equal("gzip: not a gzip file (looks like zstd)", Rejected([0x28, 0xB5, 0x2F, 0xFD, 0]));

    [Fact]
    public void Gzip_inside_gzip_is_refused() => Assert.Equal("gzip: another gzip file is inside", Rejected(TempFolder.Gzip(TempFolder.Gzip(_rows))));

    [Fact]
    public void A_zip_named_csv_is_refused()
    {
        var row = Assert.Single(Load("u.csv", [0x50, 0x4B, 3, 4, 0, 0]));
        Assert.Equal("not a text file (looks like zip): unpack it, or pack it with gzip, bzip2 or zstd", row.Problem);
    }

    [Fact]
    public void A_bomb_of_one_line_is_one_bad_row()
    {
        var bomb = TempFolder.Gzip(
            new byte[64 << 20]
                .Select(_ => (byte)'x')
                .ToArray()
        );
        Assert.StartsWith("line longer than", Assert.Single(Load("u.jsonl.gz", bomb)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_does_not_touch_the_rows_of_others()
    {
        Folder.Write("a.jsonl", "{\"user_id\":\"a\"}\n");
        Folder.Write("b.jsonl.gz", TempFolder.Gzip(_rows)[..^3]);
        Folder.Write("c.jsonl", "{\"user_id\":\"c\"}\n");
        Assert.Equal(["a", null, "c"], LoadAll(Settings("*")).Select(row => row["user_id"]));
    }

    private string Rejected(byte[] file)
    {
        var row = Assert.Single(Load("u.jsonl.gz", file));
        Assert.Equal(0, row.Line);
        Assert.Null(row.Raw);
        return row.Problem!;
    }
}
