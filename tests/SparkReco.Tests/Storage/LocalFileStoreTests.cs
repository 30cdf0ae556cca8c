using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Storage;

public sealed class LocalFileStoreTests : FileStoreTests
{
    protected override IFileStore Store => Some.Stores.Local;

    protected override Location Root => Location.OfThisMachine(Local.Root) / "store";

    [Fact]
    public async Task Of_a_folder_that_was_replaced_nothing_is_left()
    {
        await WriteAsync("former/a", "1");
        await WriteAsync("former/gone/b", "1");
        await WriteAsync("new/c", "2");

        await ReplaceAsync("new", "former");

        Assert.Equal(["c 2"], await ContentsAsync("former"));
        Assert.Equal(["former"], await Store.FoldersAsync(Root, Cancellation));
    }
}
