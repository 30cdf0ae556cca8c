using System.Collections.Concurrent;
using Apache.Arrow;
using Apache.Arrow.Types;
using SparkReco.Models;
using SparkReco.Ports;
using Xunit;
using Column = SparkReco.Models.Column;

namespace SparkReco.Tests.Adapters;

/// <summary>What every engine does with rows in bulk.</summary>
public abstract partial class EngineTests
{
    private const long Megabyte = 1 << 20;

    private static readonly Column[] Every =
    [
        new("n", ColumnType.Int, ""),
        new("s", ColumnType.String, ""),
        new("i", ColumnType.Int, ""),
        new("l", ColumnType.BigInt, ""),
        new("d", ColumnType.Double, ""),
        new("b", ColumnType.Boolean, ""),
        new("day", ColumnType.Date, ""),
    ];

    /// <summary>The bounds of every type, texts of up to 12 bytes and longer ones, and nulls.</summary>
    private static readonly object?[][] Bounds =
    [
        [0, "", int.MinValue, long.MinValue, double.NegativeInfinity, false, new DateOnly(1, 1, 1)],
        [1, "twelve bytes", int.MaxValue, long.MaxValue, double.PositiveInfinity, true, new DateOnly(9999, 12, 31)],
        [2, "thirteen byte", 0, 0L, double.NaN, false, new DateOnly(1969, 12, 31)],
        [3, null, null, null, null, null, null],
        [4, "日本 😀 ü'\"\\$ {x}\n\t", -1, (1L << 53) + 1, -0.0, true, new DateOnly(2024, 2, 29)],
        [5, new string('é', 70_000), 1, -1L, double.Epsilon, null, new DateOnly(1970, 1, 1)],
        [6, "a\0b", null, 1L, 0.1 + 0.2, true, null],
    ];

    [Fact]
    public async Task Written_batches_come_back_bit_for_bit()
    {
        await Engine.WriteAsync(Every, Batches.Of(Every, Bounds), PathOf("t"), "part-0", Cancellation);
        await Engine.RegisterAsync("t", Every, [await FolderAsync(PathOf("t"))], Cancellation);

        Assert.Equal(Bounds.Select(Bits), await StreamedRows("select n, s, i, l, d, b, day from t order by n"));
    }

    [Fact]
    public async Task Loaded_batches_come_back_bit_for_bit()
    {
        await Engine.LoadAsync("t", Every, Batches.Of(Every, Bounds), Cancellation);

        Assert.Equal(Bounds.Select(Bits), await StreamedRows("select n, s, i, l, d, b, day from t order by n"));
    }

    [Fact]
    public async Task Parts_of_batches_are_written_as_the_rows_that_they_show()
    {
        var parts = new[] { 4..7, 1..1, 1..4 }
            .ToAsyncEnumerable()
            .SelectMany(part => Batches.Of(Every, Bounds).Select(whole => whole.Slice(part.Start.Value, part.End.Value - part.Start.Value)));

        await Engine.LoadAsync("t", Every, parts, Cancellation);

        Assert.Equal(Bounds[1..].Select(Bits), await StreamedRows("select n, s, i, l, d, b, day from t order by n"));
    }

    [Fact]
    public async Task Loaded_batches_are_read_by_their_name_until_they_are_dropped()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 2), Cancellation);
        await Engine.LoadAsync("t", Some, Numbered(2, 3), Cancellation);
        Assert.Equal([6L], await Numbers("select count(*) from t"));

        await Engine.DropAsync("t", Cancellation);
        await Assert.ThrowsAsync<EngineException>(() => Numbers("select count(*) from t"));
    }

    [Fact]
    public async Task No_rows_are_a_table_without_rows_and_one_batch_that_tells_the_columns()
    {
        await Engine.WriteAsync(Every, Batches.Of(Every, []), PathOf("t"), "part-0", Cancellation);
        await Engine.RegisterAsync("t", Every, [await FolderAsync(PathOf("t"))], Cancellation);
        await Engine.LoadAsync("u", Every, Batches.Of(Every, []), Cancellation);

        foreach (var table in new[] { "t", "u" })
        {
            using var batch = await Engine.StreamAsync($"select n, s, i, l, d, b, day from {table}", Cancellation).SingleAsync(Cancellation);
            Assert.Equal(0, batch.Length);
            Batches.Check(batch, Every);
        }
    }

    [Fact]
    public async Task Every_batch_of_a_query_has_the_same_columns()
    {
        await Engine.LoadAsync("t", Some, Numbered(10, 1000), Cancellation);

        await foreach (
            var batch in Engine.StreamAsync("select id, case when id > 5000 then text end as text, cast(null as int) as nothing from t", Cancellation)
        )
        {
            using (batch)
            {
                Assert.Equal(["id", "text", "nothing"], batch.Schema.FieldsList.Select(field => field.Name));
                Assert.Equal(
                    [ArrowTypeId.Int64, ArrowTypeId.String, ArrowTypeId.Int32],
                    batch.Schema.FieldsList.Select(field => field.DataType.TypeId)
                );
                Assert.All(batch.Schema.FieldsList, field => Assert.True(field.IsNullable));
            }
        }
    }

    [Theory]
    [InlineData("cast(1 as decimal(10, 2))")]
    [InlineData("cast(1 as smallint)")]
    [InlineData("cast(1 as float)")]
    [InlineData("array(1, 2)")]
    public async Task A_column_whose_type_no_table_has_is_refused_by_its_name(string value)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => StreamedRows($"select 'a' as fine, {value} as price"));

        Assert.Contains("column price", error.Message);
        Assert.Contains("cast it", error.Message);
    }

    [Fact]
    public async Task A_mistake_in_a_streamed_query_is_told_with_its_line()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1), Cancellation);

        Assert.Equal(3, (await Assert.ThrowsAsync<EngineException>(() => StreamedRows("select\n  id,\n  no_such_column as x\nfrom t"))).Line);
    }

    [Fact]
    public async Task Batches_with_other_columns_are_refused()
    {
        Column[][] others =
        [
            [Some[1], Some[0]],
            [Some[0]],
            [Some[0], Some[1], new("more", ColumnType.Int, "")],
            [Some[0] with { Type = ColumnType.Int }, Some[1]],
            [Some[0] with { Name = "ID" }, Some[1]],
        ];
        foreach (var other in others)
        {
            var batches = Numbered(1, 10).Append(new BatchBuilder(other).Build());
            var error = await Assert.ThrowsAsync<EngineException>(() => Engine.WriteAsync(Some, batches, PathOf("t"), "part-0", Cancellation));
            Assert.Contains(
                $"({string.Join(", ", other.Select(column => $"{column.Name} {column.Type}".Replace(column.Type.ToString(), column.Type.ToString().ToLowerInvariant())))})",
                error.Message
            );
            Assert.Contains("(id bigint, text string)", error.Message);
        }

        Assert.Empty(FilesIn("t"));
    }

    [Fact]
    public async Task A_text_that_is_no_text_is_refused()
    {
        var texts = new StringArray.Builder().Append("good").Append([(byte)'b', 0xFF]).Build();
        var batch = new RecordBatch(Batches.SchemaOf(Some), [new Int64Array.Builder().Append(1).Append(2).Build(), texts], 2);

        var error = await Assert.ThrowsAsync<EngineException>(() => Engine.LoadAsync("t", Some, new[] { batch }.ToAsyncEnumerable(), Cancellation));

        Assert.Contains("column text", error.Message);
        await Assert.ThrowsAsync<EngineException>(() => Numbers("select count(*) from t"));
    }

    [Fact]
    public async Task Three_million_rows_are_written_and_streamed_a_batch_at_a_time()
    {
        const int batches = 300,
            rows = 10_000;
        var live = new LiveBatches();
        await Engine.WriteAsync(Some, live.Track(Numbered(batches, rows)), PathOf("t"), "part-0", Cancellation);
        Assert.Equal((0, 1), (live.Count, live.Most));
        await Engine.RegisterAsync("t", Some, [await FolderAsync(PathOf("t"))], Cancellation);

        var before = Environment.WorkingSet;
        long count = 0,
            sum = 0,
            most = 0,
            length = 0;
        await foreach (var batch in Engine.StreamAsync("select id, concat(text, repeat('x', 300)) as text from t", Cancellation))
        {
            using (batch)
            {
                count += batch.Length;
                sum += Ids(batch).Sum();
                length += ((StringArray)batch.Column(1)).ValueBuffer.Length;
            }

            most = Math.Max(most, Environment.WorkingSet - before);
        }

        Assert.Equal((3_000_000, 2_999_999L * 3_000_000 / 2), (count, sum));
        Assert.InRange(length, 900_000_000, long.MaxValue);
        Assert.InRange(most, long.MinValue, 450 * Megabyte);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_ends_at_its_next_batch()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1_000), Cancellation);
        using var stop = new CancellationTokenSource();
        var batches = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in Engine.StreamAsync(Million, stop.Token))
            {
                batch.Dispose();
                batches++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, batches);
        Assert.Equal([1_000L], await Numbers("select count(*) from t"));
        Assert.Empty(Directory.GetDirectories($"{PathOf("scratch")}", "stream-*"));
    }

    [Fact]
    public async Task A_stream_that_has_no_batch_yet_can_be_cancelled()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 10_000), Cancellation);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var batch in Engine.StreamAsync(
                    "select cast(sum(a.id + b.id * c.id) as bigint) as id from t as a cross join t as b cross join t as c",
                    stop.Token
                )
            )
                batch.Dispose();
        });
    }

    [Fact]
    public async Task A_stream_may_be_left_before_its_end()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1_000), Cancellation);

        await foreach (var batch in Engine.StreamAsync(Million, Cancellation))
        {
            batch.Dispose();
            break;
        }

        await Engine.DropAsync("t", Cancellation);
        Assert.Empty(Directory.GetDirectories($"{PathOf("scratch")}", "stream-*"));
    }

    [Fact]
    public async Task Streams_may_be_open_side_by_side_and_beside_statements()
    {
        await Engine.LoadAsync("t", Some, Numbered(10, 10_000), Cancellation);
        await using var up = Engine.StreamAsync("select id from t order by id", Cancellation).GetAsyncEnumerator(Cancellation);
        await using var down = Engine.StreamAsync("select id from t order by id desc", Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await up.MoveNextAsync() && await down.MoveNextAsync());
        Assert.Equal([0L, 99_999L], [Ids(up.Current)[0], Ids(down.Current)[0]]);
        Assert.Equal([100_000L], await Numbers("select count(*) from t"));
        await Engine.CreateAsync("u", "select id from t", isView: false, Cancellation);
        Assert.Equal((100_000L, 100_000L), (await Rest(up), await Rest(down)));
        Assert.Equal([100_000L], await Numbers("select count(*) from u"));

        static async Task<long> Rest(IAsyncEnumerator<RecordBatch> stream)
        {
            long rows = stream.Current.Length;
            while (await stream.MoveNextAsync())
                rows += stream.Current.Length;
            return rows;
        }
    }

    [Fact]
    public async Task What_is_streamed_from_a_table_can_feed_another()
    {
        await Engine.LoadAsync("t", Some, Numbered(30, 10_000), Cancellation);

        await Engine.WriteAsync(Some, Engine.StreamAsync("select id, text from t", Cancellation), PathOf("copy"), "part-0", Cancellation);

        await Engine.RegisterAsync("copy", Some, [await FolderAsync(PathOf("copy"))], Cancellation);
        Assert.Equal([300_000L], await Numbers("select count(*) from copy inner join t on t.id = copy.id and t.text = copy.text"));
    }

    [Fact]
    public async Task Tables_can_be_read_while_batches_are_made()
    {
        await Engine.LoadAsync(
            "t",
            Some,
            [
                [1L, "a"],
            ],
            Cancellation
        );

        await Engine.LoadAsync("u", Some, Made(), Cancellation);

        Assert.Equal(["a1", "a2"], await Texts("select text from u order by id"));

        async IAsyncEnumerable<RecordBatch> Made()
        {
            for (var number = 1; number <= 2; number++)
            {
                var text = (await Texts("select text from t"))[0];
                yield return new BatchBuilder(Some).Add(number).Add($"{text}{number}").Build();
            }
        }
    }

    [Fact]
    public async Task What_the_producer_of_batches_throws_comes_out_and_nothing_is_left()
    {
        var live = new LiveBatches();

        Assert.Equal(
            "broken",
            (
                await Assert.ThrowsAsync<InvalidDataException>(() =>
                    Engine.WriteAsync(Some, live.Track(Broken()), PathOf("w"), "part-0", Cancellation)
                )
            ).Message
        );
        Assert.Equal(
            "broken",
            (await Assert.ThrowsAsync<InvalidDataException>(() => Engine.LoadAsync("t", Some, live.Track(Broken()), Cancellation))).Message
        );

        Assert.Empty(FilesIn("w"));
        Assert.Equal(0, live.Count);
        await Assert.ThrowsAsync<EngineException>(() => Numbers("select count(*) from t"));

        static async IAsyncEnumerable<RecordBatch> Broken()
        {
            await foreach (var batch in Numbered(40, 10_000))
                yield return batch;
            throw new InvalidDataException("broken");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_is_cancelled_leaves_nothing(bool producerWaits)
    {
        var live = new LiveBatches();
        using var write = new CancellationTokenSource();
        using var load = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Engine.WriteAsync(Some, live.Track(Unending(write)), PathOf("w"), "part-0", write.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.LoadAsync("t", Some, live.Track(Unending(load)), load.Token));

        Assert.Empty(FilesIn("w"));
        Assert.Equal(0, live.Count);
        await Assert.ThrowsAsync<EngineException>(() => Numbers("select count(*) from t"));

        async IAsyncEnumerable<RecordBatch> Unending(CancellationTokenSource stop)
        {
            for (var number = 0; ; number++)
            {
                if (number == 40)
                    stop.CancelAfter(TimeSpan.Zero);
                if (number >= 40 && producerWaits)
                    await Task.Delay(Timeout.Infinite, stop.Token);
                await foreach (var batch in Numbered(1, 10_000))
                    yield return batch;
            }
        }
    }

    [Fact]
    public async Task A_scan_hands_over_every_row_once_bit_for_bit()
    {
        await Engine.LoadAsync("t", Every, Batches.Of(Every, Bounds), Cancellation);

        Assert.Equal(
            Bounds.Select(Bits).Order(StringComparer.Ordinal),
            (await ScannedRows("select n, s, i, l, d, b, day from t")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_scan_of_many_rows_misses_none()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1_000), Cancellation);
        long rows = 0,
            sum = 0;

        await Engine.ScanAsync(
            Million,
            batch =>
            {
                Interlocked.Add(ref rows, batch.Length);
                Interlocked.Add(ref sum, Ids(batch).Sum());
            },
            Cancellation
        );

        // The numbers from 0 to 999,999.
        Assert.Equal((1_000_000L, 999_999L * 1_000_000 / 2), (rows, sum));
    }

    [Fact]
    public async Task A_scan_of_no_rows_ends()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1), Cancellation);

        Assert.Empty(await ScannedRows("select id, text from t where id < 0"));
    }

    [Fact]
    public async Task What_is_thrown_by_who_takes_rows_ends_the_scan_and_comes_out()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1_000), Cancellation);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Engine.ScanAsync(Million, _ => throw new InvalidDataException("broken"), Cancellation)
        );

        Assert.Equal("broken", error.Message);
        Assert.Equal([1_000L], await Numbers("select count(*) from t"));
    }

    [Fact]
    public async Task A_scan_of_a_type_that_no_table_has_is_refused_with_the_column_s_name()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1), Cancellation);

        var error = await Assert.ThrowsAsync<EngineException>(() =>
            Engine.ScanAsync("select cast(id as decimal(10, 2)) as price from t", _ => { }, Cancellation)
        );

        Assert.Contains("price", error.Message);
    }

    [Fact]
    public async Task A_scan_can_be_cancelled()
    {
        await Engine.LoadAsync("t", Some, Numbered(1, 1_000), Cancellation);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.ScanAsync(Million, _ => stop.Cancel(), stop.Token));

        Assert.Equal([1_000L], await Numbers("select count(*) from t"));
    }

    private const string Million = "select a.id + 1000 * b.id as id from t as a cross join t as b";

    private static IAsyncEnumerable<RecordBatch> Numbered(int batches, int rows)
    {
        var builder = new BatchBuilder(Some);
        return Enumerable
            .Range(0, batches)
            .Select(batch =>
            {
                for (var row = 0; row < rows; row++)
                {
                    var id = ((long)batch * rows) + row;
                    builder.Add(id).Add($"text {id}");
                }

                return builder.Build();
            })
            .ToAsyncEnumerable();
    }

    private static long[] Ids(RecordBatch batch) => ((Int64Array)batch.Column(0)).Values.ToArray();

    private async Task<List<string>> StreamedRows(string sql)
    {
        List<string> rows = [];
        await foreach (var batch in Engine.StreamAsync(sql, Cancellation))
        {
            using (batch)
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => Bits([.. batch.Arrays.Select(array => ValueOf(array, row))])));
        }

        return rows;
    }

    private async Task<List<string>> ScannedRows(string sql)
    {
        var rows = new ConcurrentBag<string>();
        await Engine.ScanAsync(
            sql,
            batch =>
            {
                for (var row = 0; row < batch.Length; row++)
                    rows.Add(Bits([.. batch.Arrays.Select(array => ValueOf(array, row))]));
            },
            Cancellation
        );
        return [.. rows];
    }

    private static object? ValueOf(IArrowArray array, int row) =>
        array switch
        {
            _ when array.IsNull(row) => null,
            StringArray texts => texts.GetString(row),
            Int32Array numbers => numbers.GetValue(row),
            Int64Array numbers => numbers.GetValue(row),
            DoubleArray numbers => numbers.GetValue(row),
            BooleanArray flags => flags.GetValue(row),
            Date32Array days => days.GetDateOnly(row),
            _ => throw new ArgumentOutOfRangeException(nameof(array)),
        };

    /// <summary>A row as text that no two different rows have. What is not a number has no bits of its own: Spark gives it Java's.</summary>
    private static string Bits(object?[] row) =>
        string.Join(
            "|",
            row.Select(value =>
                value switch
                {
                    null => "null",
                    double.NaN => "double NaN",
                    double number => $"double {BitConverter.DoubleToInt64Bits(number):x}",
                    DateOnly day => $"day {day:yyyy-MM-dd}",
                    _ => $"{value.GetType().Name} {value}",
                }
            )
        );

    private string[] FilesIn(string folder) => Directory.Exists($"{PathOf(folder)}") ? Directory.GetFileSystemEntries($"{PathOf(folder)}") : [];

    /// <summary>Counts the batches that nobody has disposed of yet.</summary>
    private sealed class LiveBatches
    {
        public int Count { get; private set; }

        public int Most { get; private set; }

        public async IAsyncEnumerable<RecordBatch> Track(IAsyncEnumerable<RecordBatch> batches)
        {
            await foreach (var batch in batches)
                yield return new LiveBatch(this, batch);
        }

        private sealed class LiveBatch : RecordBatch
        {
            private readonly LiveBatches _live;

            public LiveBatch(LiveBatches live, RecordBatch batch)
                : base(batch.Schema, batch.Arrays, batch.Length)
            {
                _live = live;
                live.Most = Math.Max(live.Most, ++live.Count);
            }

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                _live.Count--;
            }
        }
    }
}
