using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using Xunit;

namespace SparkReco.Tests.Storage;

/// <summary>What every store of files does, in a folder of the test's own.</summary>
public abstract class FileStoreTests : IDisposable
{
    protected TempFolder Local { get; } = new();

    protected abstract IFileStore Store { get; }

    /// <summary>A folder of the store that only this test uses.</summary>
    protected abstract Location Root { get; }

    public void Dispose()
    {
        Local.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_text_is_read_as_it_was_written_last()
    {
        await WriteAsync("a/b.json", "first");
        await WriteAsync("a/b.json", "ü");

        Assert.Equal("ü", await ReadAsync("a/b.json"));
        Assert.Equal(new StoredFile(PathOf("a/b.json"), 2), Content(await Store.FindAsync(PathOf("a/b.json"), Cancellation)) with { Version = null });
    }

    [Fact]
    public async Task What_is_not_there_is_nothing()
    {
        Assert.Null(await ReadAsync("no"));
        Assert.Null(await Store.FindAsync(PathOf("no"), Cancellation));
        Assert.Empty(await Store.ListAsync(PathOf("no"), Cancellation));
        Assert.Empty(await Store.FoldersAsync(PathOf("no"), Cancellation));
        await Store.DeleteAsync(PathOf("no"), Cancellation);
        await Store.DeleteFileAsync(PathOf("no"), Cancellation);
    }

    [Fact]
    public async Task A_folder_has_its_files_in_byte_order_and_its_folders()
    {
        foreach (var path in new[] { "t/b", "t/B", "t/x y+%=ü", "t/in/c", "t/in/deep/d", "t2/e" })
            await WriteAsync(path, "1");

        Assert.Equal(
            ["B", "b", "in/c", "in/deep/d", "x y+%=ü"],
            (await Store.ListAsync(PathOf("t"), Cancellation)).Select(file => file.Path.From(PathOf("t")))
        );
        Assert.Equal(["in"], await Store.FoldersAsync(PathOf("t"), Cancellation));
    }

    [Theory]
    [InlineData(0, 10, "0123456789")]
    [InlineData(3, 5, "34")]
    [InlineData(7, 7, "")]
    public async Task A_file_is_read_from_one_offset_up_to_another(int start, int end, string expected)
    {
        await WriteAsync("f", "0123456789");

        using var reader = new StreamReader(await Store.OpenAsync((await Store.FindAsync(PathOf("f"), Cancellation))!, start, end, Cancellation));
        Assert.Equal(expected, await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Other_contents_have_other_hashes()
    {
        await WriteAsync("a", "1");
        var hash = await HashAsync("a");
        await WriteAsync("b", "1");
        await WriteAsync("a", "2");

        Assert.Equal(hash, await HashAsync("b"));
        Assert.NotEqual(hash, await HashAsync("a"));
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_found_is_not_opened()
    {
        await WriteAsync("a", "1");
        var found = (await Store.FindAsync(PathOf("a"), Cancellation))!;
        await WriteAsync("a", "2");

        await Assert.ThrowsAsync<SourceChangedException>(() => Store.OpenAsync(found, 0, 1, Cancellation));
    }

    [Fact]
    public async Task A_file_moves()
    {
        await WriteAsync("from", "x");
        await Store.MoveAsync(PathOf("from"), PathOf("new/to"), Cancellation);

        Assert.Equal((null, "x"), (await ReadAsync("from"), await ReadAsync("new/to")));
    }

    [Fact]
    public async Task A_text_takes_the_place_of_the_one_that_was_seen()
    {
        var first = await Store.WriteTextAsync(PathOf("a"), "1", former: null, Cancellation);
        var second = await Store.WriteTextAsync(PathOf("a"), "22", first, Cancellation);

        Assert.Equal("22", await ReadAsync("a"));
        Assert.Equal(Content(await Store.FindAsync(PathOf("a"), Cancellation)), Content(second));
    }

    [Fact]
    public async Task A_folder_takes_the_place_of_another()
    {
        await WriteAsync("former/a", "1");
        await WriteAsync("former/in/c", "1");
        await WriteAsync("former/_mark", "1");
        await WriteAsync("new/a", "2");
        await WriteAsync("new/in/c", "2");
        await WriteAsync("new/_mark", "2");

        var files = await ReplaceAsync("new", "former");

        Assert.Equal(["_mark 2", "a 2", "in/c 2"], await ContentsAsync("former"));
        Assert.Equal((await Store.ListAsync(PathOf("former"), Cancellation)).Select(Content), files.Select(Content));
    }

    [Fact]
    public async Task A_folder_comes_to_a_place_where_none_is()
    {
        await WriteAsync("new/a", "2");

        await ReplaceAsync("new", "deep/place");

        Assert.Equal(["a 2"], await ContentsAsync("deep/place"));
    }

    [Fact]
    public async Task A_deleted_folder_is_gone_and_its_neighbours_are_not()
    {
        await WriteAsync("t/a", "1");
        await WriteAsync("t/in/b", "1");
        await WriteAsync("t2/c", "1");

        await Store.DeleteAsync(PathOf("t"), Cancellation);

        Assert.Empty(await Store.ListAsync(PathOf("t"), Cancellation));
        Assert.Equal(["c 1"], await ContentsAsync("t2"));
    }

    [Fact]
    public async Task Of_the_folders_above_a_deleted_one_those_that_are_empty_go_as_far_as_is_said()
    {
        await WriteAsync("lake/t/day/a", "1");
        await WriteAsync("lake/t2/day/b", "1");

        await Store.DeleteAsync(PathOf("lake/t/day"), Cancellation, below: PathOf("lake"));

        Assert.Equal(["t2"], await Store.FoldersAsync(PathOf("lake"), Cancellation));
    }

    [Fact]
    public async Task Files_are_fetched_and_brought()
    {
        await using (var work = Store.Work(PathOf("made"), Path.GetTempPath()))
        {
            Directory.CreateDirectory(Path.Combine(work.Path, "in"));
            await File.WriteAllTextAsync(Path.Combine(work.Path, "a"), "1", Cancellation);
            await File.WriteAllTextAsync(Path.Combine(work.Path, "in", "b"), "2", Cancellation);
            await work.BringAsync(Cancellation);
        }

        Assert.Equal(["a 1", "in/b 2"], await ContentsAsync("made"));
        Assert.Equal(
            "2",
            await File.ReadAllTextAsync(
                await Store.FetchAsync((await Store.FindAsync(PathOf("made/in/b"), Cancellation))!, Local.Root, Cancellation),
                Cancellation
            )
        );
    }

    [Fact]
    public async Task A_folder_is_matched_with_all_below_it_but_unfinished_and_hidden_files()
    {
        foreach (
            var path in new[]
            {
                "a/b.jsonl",
                "a/B.jsonl",
                "a/_SUCCESS",
                "a/.x.jsonl",
                "a/x.crc",
                "a/tmp_x.parquet",
                "a/_temporary/y.jsonl",
                "a/in/c.jsonl",
                "ab/d.jsonl",
            }
        )
            await WriteAsync(path, "");

        Assert.Equal(["a/B.jsonl", "a/b.jsonl", "a/in/c.jsonl"], await MatchAsync("a"));
        Assert.Equal(["a/B.jsonl", "a/b.jsonl", "a/in/c.jsonl"], await MatchAsync("a/"));
        Assert.Equal(["a/b.jsonl"], await MatchAsync("a/b.jsonl"));
    }

    [Theory]
    [InlineData("*.jsonl", "a.jsonl")]
    [InlineData("**/*.jsonl", "a.jsonl x/b.jsonl x/y/c.jsonl")]
    [InlineData("x/**", "x/b.jsonl x/y/c.jsonl")]
    [InlineData("?/b.jsonl", "x/b.jsonl")]
    [InlineData("x*", "x/b.jsonl x/y/c.jsonl")]
    [InlineData("*/z", "")]
    public async Task Patterns_match_files(string pattern, string expected)
    {
        foreach (var path in new[] { "a.jsonl", "x/b.jsonl", "x/y/c.jsonl", "x/_y/d.jsonl" })
            await WriteAsync(path, "");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await MatchAsync(pattern));
    }

    [Fact]
    public Task A_path_that_matches_nothing_is_refused() => Assert.ThrowsAnyAsync<IOException>(() => MatchAsync("no"));

    [Fact]
    public async Task A_lease_has_one_holder_at_a_time()
    {
        var path = PathOf("runs/.lease");
        await using (await Store.TakeLeaseAsync(path, _ => { }, Cancellation))
            await Assert.ThrowsAsync<LeaseException>(() => Store.TakeLeaseAsync(path, _ => { }, Cancellation));

        await using var again = await Store.TakeLeaseAsync(path, _ => { }, Cancellation);
        again.ThrowIfLost();
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected Location PathOf(string path) => Root / path;

    protected Task WriteAsync(string path, string text) => Store.WriteTextAsync(PathOf(path), text, Cancellation);

    protected Task<string?> ReadAsync(string path) => Store.ReadTextAsync(PathOf(path), Cancellation);

    private async Task<string> HashAsync(string path) => await Store.HashAsync((await Store.FindAsync(PathOf(path), Cancellation))!, Cancellation);

    protected Task<IReadOnlyList<StoredFile>> ReplaceAsync(string source, string target) =>
        Store.ReplaceAsync(PathOf(source), PathOf(target), Cancellation);

    /// <summary>A file without the time of its last change, which a store that was only written to need not know.</summary>
    private static StoredFile Content(StoredFile? file) => file! with { ChangedAt = null };

    private async Task<string[]> MatchAsync(string path) =>
        [.. (await Store.MatchAsync($"{PathOf(path)}", Root, Cancellation)).Select(file => file.Path.From(Root)).Order(StringComparer.Ordinal)];

    protected async Task<string[]> ContentsAsync(string folder)
    {
        List<string> contents = [];
        foreach (var file in await Store.ListAsync(PathOf(folder), Cancellation))
            contents.Add($"{file.Path.From(PathOf(folder))} {await Store.ReadTextAsync(file.Path, Cancellation)}");
        return [.. contents];
    }
}
