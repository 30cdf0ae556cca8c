using SparkReco.Storage;

namespace SparkReco.Tests.Storage;

public sealed class LocalFileStoreTests : FileStoreTests
{
    protected override IFileStore Store => FileStores.Local;

    protected override string Root => Path.Combine(Local.Root, "store");
}
