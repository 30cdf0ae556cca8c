using SparkReco.Configuration;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>
/// The folder where data sets and lists are exchanged with the service. What a run brings there lies below a hash of its content, so the same
/// data have the same place, and other data another. What the service reads is apart from what it writes: its role need not write the one.
/// </summary>
internal sealed class Exchange
{
    // As long as one.
    private const string Hash = "00000000";

    // The service takes no longer ones.
    private const int LongestPath = 256;

    private Exchange(Location root, string below, IFileStore store) => (In, Out, Store) = (root / "in" / below, root / "out" / below, store);

    /// <summary>What the service reads.</summary>
    public Location In { get; }

    /// <summary>What the service writes.</summary>
    public Location Out { get; }

    public IFileStore Store { get; }

    /// <summary>The folder for data of a hash.</summary>
    public static Exchange Of(StageContext context, string hash)
    {
        var settings = context.Settings.Personalize;
        var root =
            settings.Folder == PersonalizeSettings.None
                ? context.Folder.Lake / "_personalize"
                : Location.Of(settings.Folder, context.Settings.BaseFolder);
        return new Exchange(root, $"{settings.Name}/{hash}", context.Ports.Stores.Of(root));
    }

    /// <summary>Looks whether the folder's path leaves room for what comes below it, before anything is brought there.</summary>
    /// <exception cref="ConfigurationException">It does not.</exception>
    public static void RequireShort(StageContext context)
    {
        var settings = context.Settings.Personalize;
        Address(Of(context, Hash).Out / $"{settings.Name}-{context.Settings.RunDate:yyyyMMdd}-{Hash}-100");
    }

    /// <summary>A place as the service is told it. What lies on this machine is told to a stand-in on it by a bucket of its own name.</summary>
    /// <exception cref="ConfigurationException">It is longer than the service takes.</exception>
    public static string Address(Location place, bool isFolder = true)
    {
        var address = $"{(place.IsLocal ? $"s3://localhost{place}" : place)}{(isFolder ? "/" : "")}";
        return address.Length <= LongestPath
            ? address
            : throw new ConfigurationException(
                $"'personalize.folder': {address} has {address.Length} characters, and Amazon Personalize takes {LongestPath}: name a folder with a shorter path"
            );
    }

    /// <summary>The place of an address that the service was told.</summary>
    public static Location PlaceOf(string address) =>
        Location.Of(
            address.StartsWith("s3://localhost/", StringComparison.Ordinal) ? address["s3://localhost".Length..] : address,
            Location.WorkingFolder
        );
}
