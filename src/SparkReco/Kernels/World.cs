using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Ranking;

namespace SparkReco.Kernels;

/// <summary>What the kernels of the baseline share: users, items and who used what, and what follows from these by the settings, once it is asked for.</summary>
internal sealed class World
{
    private readonly Settings _settings;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<Histories> _histories;
    private readonly Lazy<Neighbor[][]> _neighbors;
    private readonly Lazy<Neighbor[][]> _otherNeighbors;
    private readonly Lazy<CandidateLists> _lists;
    private readonly Lazy<Preferences> _preferences;

    public World(Audience users, Catalogue items, Usage usage, Settings settings, CancellationToken cancellation)
        : this(users, items, usage, settings, near: null, cancellation) { }

    private World(Audience users, Catalogue items, Usage usage, Settings settings, World? near, CancellationToken cancellation)
    {
        (Users, Items, Usage, _settings, _cancellation) = (users, items, usage, settings, cancellation);
        var hasPairs = near?._settings.ItemItem == settings.ItemItem;
        _histories = hasPairs ? near!._histories : new(() => new Histories(usage, users.Count, settings));
        _neighbors = hasPairs
            ? near!._neighbors
            : new(() =>
                settings.ItemItem.Model == ItemItemModel.Ease
                    ? Ease.Find(Histories, users.Count, items.Count, settings, cancellation)
                    : Neighborhoods.Find(Histories, users.Count, items.Count, settings.ItemItem, Threads, cancellation)
            );
        _otherNeighbors = hasPairs
            ? near!._otherNeighbors
            : new(() => Neighborhoods.Find(Histories, users.Count, items.Count, settings.ItemItem.OtherWay(), Threads, cancellation));
        _lists =
            near?._settings.Blend.PopularityHalfLifeHours == settings.Blend.PopularityHalfLifeHours
                ? near._lists
                : new(() => new CandidateLists(items, users, usage, settings));
        _preferences = near?._preferences ?? new(() => new Preferences(usage, items, users.Count));
    }

    public Audience Users { get; }

    public Catalogue Items { get; }

    public Usage Usage { get; }

    public Histories Histories => _histories.Value;

    public Neighbor[][] Neighbors => _neighbors.Value;

    /// <summary>The neighbours by pairs of the other direction, which only features are made of.</summary>
    public Neighbor[][] OtherNeighbors => _otherNeighbors.Value;

    public CandidateLists Lists => _lists.Value;

    public int Threads => _settings.Engine.ThreadCount;

    /// <summary>The world of the run date.</summary>
    public static Task<World> OfAsync(ModelContext context, CancellationToken cancellation) =>
        context.Memory.GetAsync(async () =>
        {
            var (users, items) = await PeopleAndItemsAsync(context, cancellation);
            var usage = await context.Memory.GetAsync(() => Usage.ReadAsync(context.Tables, users, items, cancellation));
            return new World(users, items, usage, context.Settings, cancellation);
        });

    /// <summary>The users and the items, these on the run date.</summary>
    public static async Task<(Audience Users, Catalogue Items)> PeopleAndItemsAsync(ModelContext context, CancellationToken cancellation) =>
        (
            await context.Memory.GetAsync(() => Audience.ReadAsync(context.Tables, cancellation)),
            await context.Memory.GetAsync(() => Catalogue.ReadAsync(context.Tables, context.Settings.RunDate, cancellation))
        );

    /// <summary>All events before the run date.</summary>
    public static async Task<EventLog> EventsAsync(ModelContext context, CancellationToken cancellation)
    {
        var (users, items) = await PeopleAndItemsAsync(context, cancellation);
        return await context.Memory.GetAsync(() =>
            EventLog.ReadAsync(context.Tables, users, items, context.Settings.RunDate, context.Settings.Engine.ThreadCount, cancellation)
        );
    }

    /// <summary>The same users, items and uses with other settings of pairs and blend; what these do not change is shared.</summary>
    public World With(ItemItemSettings itemItem, BlendSettings blend) =>
        new(Users, Items, Usage, _settings with { ItemItem = itemItem, Blend = blend }, near: this, _cancellation);

    /// <summary>The users' preferences; nobody's where they have no weight.</summary>
    public Preferences Preferences => _settings.Blend.Preference > 0 ? _preferences.Value : Preferences.None;

    /// <param name="ranker">What orders the candidates; null where the blend does.</param>
    public ListMaker Maker(Ranker? ranker = null) =>
        new(Items, Users, Usage, Histories, Neighbors, () => OtherNeighbors, Lists, Preferences, ranker, _settings);
}
