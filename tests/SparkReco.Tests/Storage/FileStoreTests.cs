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
    protected abstract string Root { get; }

    public void Dispose()
    {
        Local.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_text_is_read_as_it_was_written_last()
    {
        Write("a/b.json", "first");
        Write("a/b.json", "ü");

        Assert.Equal("ü", Read("a/b.json"));
        Assert.Equal(new StoredFile(PathOf("a/b.json"), 2), Store.Find(PathOf("a/b.json"))! with { Version = null, Modified = null });
    }

    [Fact]
    public void What_is_not_there_is_nothing()
    {
        Assert.Null(Read("no"));
        Assert.Null(Store.Find(PathOf("no")));
        Assert.False(Store.HasFolder(PathOf("no")));
        Assert.Empty(Store.Files(PathOf("no")));
        Assert.Empty(Store.Folders(PathOf("no")));
        Store.Delete(PathOf("no"));
        Store.DeleteFile(PathOf("no"));
    }

    [Fact]
    public void A_folder_has_its_files_in_byte_order_and_its_folders()
    {
        foreach (var path in new[] { "t/b", "t/B", "t/x y+%=ü", "t/in/c", "t/in/deep/d", "t2/e" })
            Write(path, "1");

        Assert.Equal(["B", "b", "x y+%=ü"], Store.Files(PathOf("t")).Select(file => file.Name));
        Assert.Equal(["in"], Store.Folders(PathOf("t")));
        Assert.True(Store.HasFolder(PathOf("t/in")));
    }

    [Theory]
    [InlineData(0, 10, "0123456789")]
    [InlineData(3, 5, "34")]
    [InlineData(7, 7, "")]
    public void A_file_is_read_from_one_offset_up_to_another(int start, int end, string expected)
    {
        Write("f", "0123456789");

        using var reader = new StreamReader(Store.Open(Store.Find(PathOf("f"))!, start, end));
        Assert.Equal(expected, reader.ReadToEnd());
    }

    [Fact]
    public void Other_contents_have_other_hashes()
    {
        Write("a", "1");
        var hash = Store.Hash(Store.Find(PathOf("a"))!);
        Write("b", "1");
        Write("a", "2");

        Assert.Equal(hash, Store.Hash(Store.Find(PathOf("b"))!));
        Assert.NotEqual(hash, Store.Hash(Store.Find(PathOf("a"))!));
    }

    [Fact]
    public void A_file_moves()
    {
        Write("from", "x");
        Store.Move(PathOf("from"), PathOf("new/to"));

        Assert.Equal((null, "x"), (Read("from"), Read("new/to")));
    }

    [Fact]
    public void A_folder_takes_the_place_of_another_with_nothing_of_it_left()
    {
        Write("former/a", "1");
        Write("former/gone/b", "1");
        Write("former/_mark", "1");
        Write("new/a", "2");
        Write("new/in/c", "2");
        Write("new/_mark", "2");

        Replace("new", "former");

        Assert.Equal(["_mark 2", "a 2", "in/c 2"], Contents("former"));
    }

    [Fact]
    public void A_folder_comes_to_a_place_where_none_is()
    {
        Write("new/a", "2");

        Replace("new", "deep/place");

        Assert.Equal(["a 2"], Contents("deep/place"));
    }

    [Fact]
    public void A_removed_folder_is_gone()
    {
        Write("t/a", "1");
        Write("t/_mark", "1");

        Store.Remove(PathOf("t"), PathOf("aside/t"));

        Assert.False(Store.HasFolder(PathOf("t")));
        Assert.False(Store.HasFolder(PathOf("aside/t")));
    }

    [Fact]
    public void A_deleted_folder_is_gone_and_its_neighbours_are_not()
    {
        Write("t/a", "1");
        Write("t/in/b", "1");
        Write("t2/c", "1");

        Store.Delete(PathOf("t"));

        Assert.False(Store.HasFolder(PathOf("t")));
        Assert.Equal(["c 1"], Contents("t2"));
    }

    [Fact]
    public void Files_are_fetched_and_brought()
    {
        var work = Store.WorkFolder(PathOf("made"));
        Directory.CreateDirectory(Path.Combine(work, "in"));
        File.WriteAllText(Path.Combine(work, "a"), "1");
        File.WriteAllText(Path.Combine(work, "in", "b"), "2");
        Store.Upload(work, PathOf("made"));
        Store.EndWork(work);

        Assert.Equal(["a 1", "in/b 2"], Contents("made"));
        Assert.Equal("2", File.ReadAllText(Store.Fetch(Store.Find(PathOf("made/in/b"))!, Local.Root)));
    }

    [Fact]
    public void A_folder_is_matched_with_all_below_it_but_unfinished_and_hidden_files()
    {
        foreach (var path in new[] { "a/b.jsonl", "a/B.jsonl", "a/_SUCCESS", "a/.x.jsonl", "a/x.crc", "a/tmp_x.parquet", "a/_temporary/y.jsonl", "a/in/c.jsonl", "ab/d.jsonl" })
            Write(path, "");

        Assert.Equal(["a/B.jsonl", "a/b.jsonl", "a/in/c.jsonl"], Match("a"));
        Assert.Equal(["a/B.jsonl", "a/b.jsonl", "a/in/c.jsonl"], Match("a/"));
        Assert.Equal(["a/b.jsonl"], Match("a/b.jsonl"));
    }

    [Theory]
    [InlineData("*.jsonl", "a.jsonl")]
    [InlineData("**/*.jsonl", "a.jsonl x/b.jsonl x/y/c.jsonl")]
    [InlineData("x/**", "x/b.jsonl x/y/c.jsonl")]
    [InlineData("?/b.jsonl", "x/b.jsonl")]
    [InlineData("x*", "x/b.jsonl x/y/c.jsonl")]
    [InlineData("*/z", "")]
    public void Patterns_match_files(string pattern, string expected)
    {
        foreach (var path in new[] { "a.jsonl", "x/b.jsonl", "x/y/c.jsonl", "x/_y/d.jsonl" })
            Write(path, "");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Match(pattern));
    }

    [Fact]
    public void A_path_that_matches_nothing_is_refused() => Assert.ThrowsAny<IOException>(() => Match("no"));

    [Fact]
    public void A_lease_has_one_holder_at_a_time()
    {
        var path = PathOf("runs/.lease");
        using (Store.TakeLease(path, _ => { }, TestContext.Current.CancellationToken))
            Assert.Throws<LeaseException>(() => Store.TakeLease(path, _ => { }, TestContext.Current.CancellationToken));

        using var again = Store.TakeLease(path, _ => { }, TestContext.Current.CancellationToken);
        Assert.False(again.Lost.IsCancellationRequested);
    }

    protected string PathOf(string path) => $"{Root}/{path}";

    protected void Write(string path, string text) => Store.WriteText(PathOf(path), text);

    protected string? Read(string path) => Store.ReadText(PathOf(path));

    private void Replace(string source, string target) => Store.Replace(PathOf(source), PathOf(target), PathOf("aside/it"), TestContext.Current.CancellationToken);

    private string[] Match(string path) => [.. Store.Match(PathOf(path), "/").Select(file => file.Path[(Root.Length + 1)..]).Order(StringComparer.Ordinal)];

    private string[] Contents(string folder, string prefix = "") =>
    [
        .. Store.Files(PathOf(folder)).Select(file => $"{prefix}{file.Name} {Store.ReadText(file.Path)}"),
        .. Store.Folders(PathOf(folder)).SelectMany(name => Contents($"{folder}/{name}", $"{prefix}{name}/")),
    ];
}
