using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>What the kernels of the baseline share: users, items and who used what, and what follows from these by the settings, once it is asked for.</summary>
internal sealed class World
{
    private readonly Settings _settings;
    private readonly Lazy<Histories> _histories;
    private readonly Lazy<Neighbor[][]> _neighbors;
    private readonly Lazy<CandidateLists> _lists;

    private World(Audience users, Catalogue items, Usage usage, Settings settings, CancellationToken cancellation)
    {
        (Users, Items, Usage, _settings) = (users, items, usage, settings);
        _histories = new(() => new Histories(usage, users.Count, settings));
        _neighbors = new(() => Neighborhoods.Find(Histories, users.Count, items.Count, settings.ItemItem, Threads, cancellation));
        _lists = new(() => new CandidateLists(items, users, usage, settings));
    }

    public Audience Users { get; }

    public Catalogue Items { get; }

    public Usage Usage { get; }

    public Histories Histories => _histories.Value;

    public Neighbor[][] Neighbors => _neighbors.Value;

    public CandidateLists Lists => _lists.Value;

    public int Threads => _settings.Engine.Threads > 0 ? _settings.Engine.Threads : Environment.ProcessorCount;

    public static async Task<World> ReadAsync(ITableReader tables, Settings settings, CancellationToken cancellation)
    {
        var users = await Audience.ReadAsync(tables, cancellation);
        var items = await Catalogue.ReadAsync(tables, cancellation);
        var threads = settings.Engine.Threads > 0 ? settings.Engine.Threads : Environment.ProcessorCount;
        return new World(users, items, await Usage.ReadAsync(tables, users, items, threads, cancellation), settings, cancellation);
    }

    public ListMaker Maker(Preferences preferences) => new(Items, Users, Usage, Histories, Neighbors, Lists, preferences, _settings);
}
