using System.Collections.Concurrent;
using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>The datasets of a group; null where there is none of a type.</summary>
internal sealed record GroupData(InteractionStore? Interactions, EntityStore? Items, EntityStore? Users);

/// <summary>The data of all datasets, each in a folder of its own.</summary>
internal sealed class DataStore(string folder, Registry registry) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<IDisposable>> _open = new();

    public InteractionStore Interactions(Resource dataset) => Open(dataset, path => new InteractionStore(path));

    /// <summary>The data of a dataset of users or items.</summary>
    public EntityStore Entities(Resource dataset) =>
        Open(dataset, path => new EntityStore(path, dataset.Text("datasetType") == "Users" ? "USER_ID" : "ITEM_ID"));

    public GroupData Of(string groupArn)
    {
        var datasets = registry.All(ResourceKind.Dataset, "datasetGroupArn", groupArn);
        return new GroupData(
            Find("Interactions") is { } interactions ? Interactions(interactions) : null,
            Find("Items") is { } items ? Entities(items) : null,
            Find("Users") is { } users ? Entities(users) : null
        );

        Resource? Find(string type) => datasets.FirstOrDefault(dataset => dataset.Text("datasetType") == type);
    }

    public void Delete(Resource dataset)
    {
        if (_open.TryRemove(dataset.Id, out var store) && store.IsValueCreated)
            store.Value.Dispose();
        var path = Path.Combine(folder, dataset.Id);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    public void Dispose()
    {
        foreach (var store in _open.Values.Where(store => store.IsValueCreated))
            store.Value.Dispose();
    }

    private T Open<T>(Resource dataset, Func<string, T> open)
        where T : IDisposable => (T)_open.GetOrAdd(dataset.Id, id => new Lazy<IDisposable>(() => open(Path.Combine(folder, id)))).Value;
}
