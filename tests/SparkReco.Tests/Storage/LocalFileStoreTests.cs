using SparkReco.Storage;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Storage;

public sealed class LocalFileStoreTests : FileStoreTests
{
    protected override IFileStore Store => Some.Stores.Local;

    protected override Location Root => Location.OfThisMachine(Local.Root) / "store";
}
