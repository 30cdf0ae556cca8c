using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Training;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>A trained model with the ids of its items, and what answers need beside its scores.</summary>
internal sealed class ServedModel : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly List<string> _ids;
    private readonly Dictionary<string, int> _numbers;
    private readonly List<long> _createdAt;
    private int[] _byPopularity;
    private int _itemsVersion = -1;

    private ServedModel(TrainedModel model, List<string> ids, List<long> createdAt, int[] byPopularity, long trainedUntil)
    {
        Model = model;
        _ids = ids;
        _createdAt = createdAt;
        _byPopularity = byPopularity;
        TrainedUntil = trainedUntil;
        _numbers = ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
    }

    public TrainedModel Model { get; }

    /// <summary>The time of the latest interaction that it learnt from, in seconds since 1970.</summary>
    public long TrainedUntil { get; }

    /// <summary>The number of items. Like all that follows, to be asked within <see cref="Read"/>.</summary>
    public int Count => _ids.Count;

    /// <summary>All items, those with the most users first.</summary>
    public IReadOnlyList<int> ByPopularity => _byPopularity;

    public string IdOf(int item) => _ids[item];

    /// <summary>When an item was made, or first used, or else when the model was trained.</summary>
    public long CreatedAt(int item) => _createdAt[item];

    public int? Find(string id) => _numbers.TryGetValue(id, out var number) ? number : null;

    public static ServedModel Of(TrainedModel model, TrainingData data)
    {
        var firstAt = new long[data.ItemIds.Count];
        var pairs = new long[data.Interactions.Count];
        var popularity = new int[data.ItemIds.Count];
        var latest = data.Interactions.Count == 0 ? 0 : data.Interactions[^1].AtSeconds;
        firstAt.AsSpan().Fill(latest);
        foreach (var (index, (user, item, at, _)) in data.Interactions.Index())
        {
            firstAt[item] = Math.Min(firstAt[item], at);
            pairs[index] = ((long)user << 32) | (uint)item;
        }

        Array.Sort(pairs);
        for (var index = 0; index < pairs.Length; index++)
        {
            if (index == 0 || pairs[index] != pairs[index - 1])
                popularity[(int)pairs[index]]++;
        }

        int[] byPopularity = [.. Enumerable.Range(0, popularity.Length).OrderByDescending(item => popularity[item])];
        return new ServedModel(
            model,
            [.. data.ItemIds],
            [.. data.Items.Select((facts, item) => facts.CreatedAtSeconds ?? firstAt[item])],
            byPopularity,
            latest
        );
    }

    /// <summary>Does something while no item is added.</summary>
    public T Read<T>(Func<T> answer)
    {
        _lock.EnterReadLock();
        try
        {
            return answer();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Makes items known that came since it was trained.</summary>
    public void TakeUp(GroupData data, FeatureColumns columns)
    {
        if (data.Items is not { } items || items.Version == _itemsVersion)
            return;
        _lock.EnterWriteLock();
        try
        {
            _itemsVersion = items.Version;
            foreach (var id in items.Ids.Where(id => !_numbers.ContainsKey(id)))
            {
                var facts = columns.OfItem(data, id);
                Model.AddItem(facts);
                _numbers.Add(id, _ids.Count);
                _byPopularity = [.. _byPopularity, _ids.Count];
                _ids.Add(id);
                _createdAt.Add(facts.CreatedAtSeconds ?? data.Interactions?.LatestAt ?? TrainedUntil);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Writes it into a new folder.</summary>
    public void Write(string folder)
    {
        var next = $"{folder}.new";
        if (Directory.Exists(next))
            Directory.Delete(next, recursive: true);
        Directory.CreateDirectory(next);
        using (var file = File.Create(Path.Combine(next, "model.bin")))
        {
            Model.Save(file);
            file.Flush(flushToDisk: true);
        }

        using (var file = File.Create(Path.Combine(next, "items.bin")))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(TrainedUntil);
            writer.Write(_ids.Count);
            for (var item = 0; item < _ids.Count; item++)
            {
                writer.Write(_ids[item]);
                writer.Write(_createdAt[item]);
                writer.Write(_byPopularity[item]);
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(next, folder);
    }

    public static ServedModel Read(string folder, Func<Stream, TrainedModel> load)
    {
        using var items = new BinaryReader(File.OpenRead(Path.Combine(folder, "items.bin")));
        using var model = File.OpenRead(Path.Combine(folder, "model.bin"));
        var trainedUntil = items.ReadInt64();
        var count = items.ReadInt32();
        List<string> ids = new(count);
        List<long> createdAt = new(count);
        var byPopularity = new int[count];
        for (var item = 0; item < count; item++)
        {
            ids.Add(items.ReadString());
            createdAt.Add(items.ReadInt64());
            byPopularity[item] = items.ReadInt32();
        }

        return new ServedModel(load(model), ids, createdAt, byPopularity, trainedUntil);
    }

    public void Dispose() => _lock.Dispose();
}
