using System.Collections.Concurrent;
using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>The trained models, each in a folder of its own, and in memory once it was asked for.</summary>
internal sealed class ModelStore(string folder, LocalServiceOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ServedModel>> _open = new();

    public void Add(Resource version, ServedModel model)
    {
        model.Write(PathOf(version));
        _open[version.Id] = new Lazy<ServedModel>(() => model);
    }

    public ServedModel Of(Resource version) =>
        _open.GetOrAdd(version.Id, _ => new Lazy<ServedModel>(() => ServedModel.Read(PathOf(version), options.Load))).Value;

    public void Delete(Resource version)
    {
        _open.TryRemove(version.Id, out _);
        if (Directory.Exists(PathOf(version)))
            Directory.Delete(PathOf(version), recursive: true);
    }

    public void Dispose()
    {
        foreach (var model in _open.Values.Where(model => model.IsValueCreated))
            model.Value.Dispose();
    }

    private string PathOf(Resource version) => Path.Combine(folder, version.Id);
}
