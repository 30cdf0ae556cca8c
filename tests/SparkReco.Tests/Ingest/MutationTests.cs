using System.Text;
using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

/// <summary>Changes random bytes of small files, with fixed seeds: every file still loads, and no line is lost.</summary>
public sealed class MutationTests : IngestTest
{
    private const int Cases = 2000;

    private static readonly byte[] _json = Encoding.UTF8.GetBytes(
        "{\"user_id\":\"u1\",\"tier\":\"paid\",\"x\":{\"y\":[1,2.5e3]}}\n\n{\"user_id\":7,\"plan\":\"\\u00e9\\n\"}\r\n{\"user_id\":\"ü\",\"country\":null}\n"
    );

    private static readonly byte[] _csv = Encoding.UTF8.GetBytes("user_id,plan\nu1,\"a,\"\"b\"\"\nc\"\nu2,\nü3,x\r\nu4,\"\"\n");

    [Fact]
    public void Every_line_of_json_that_is_not_blank_is_a_row() =>
        Mutate(
            _json,
            "u.jsonl",
            (bytes, rows) =>
            {
                if (rows is not [{ Line: 0 }] && !JsonObjects.AreIn(bytes))
                    Assert.Equal(LinesWithText(bytes), rows.Select(row => row.Line));
            }
        );

    [Fact]
    public void Csv_is_read_in_rising_lines_or_refused_for_its_header() =>
        Mutate(_csv, "u.csv", (_, rows) => Assert.Equal(rows.Select(row => row.Line).Distinct(), rows.Select(row => row.Line)));

    [Fact]
    public void Gzip_is_read_whole_or_not_at_all() =>
        Mutate(
            TempFolder.Gzip(_json),
            "u.jsonl.gz",
            (_, rows) => Assert.True(rows is [{ Line: 0, Problem: not null }] || rows.Select(row => row.Line).SequenceEqual([1L, 3L, 4L]))
        );

    [Fact]
    public void Csv_in_gzip_is_read_whole_or_rejected_as_a_file_its_header_too() =>
        Mutate(
            TempFolder.Gzip(_csv),
            "u.csv.gz",
            (_, rows) => Assert.True(rows is [{ Line: 0, Problem: not null }] || rows.Select(row => row.Line).SequenceEqual([2L, 4L, 5L, 6L]))
        );

    private static IEnumerable<long> LinesWithText(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..] : text;
        return text.Split('\n').Index().Where(line => line.Item.Trim(' ', '\t', '\r').Length > 0).Select(line => line.Index + 1L);
    }

    private void Mutate(byte[] original, string path, Action<byte[], IReadOnlyList<RawRow>> check)
    {
        var random = new Random(20240229);
        for (var i = 0; i < Cases; i++)
        {
            List<byte> bytes = [.. original];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes.Insert(at, "\"\n\r,{}[]\\\0"u8[random.Next(10)]);
                        break;
                }
            }

            try
            {
                byte[] mutated = [.. bytes];
                check(mutated, Load(path, mutated));
            }
            catch (SourceConfigurationException)
            {
                // A damaged header of CSV lacks the column for user_id; of gzip, all bytes are checked.
                Assert.EndsWith(".csv", path, StringComparison.Ordinal);
            }
        }
    }
}
