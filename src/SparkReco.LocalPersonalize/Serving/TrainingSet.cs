using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Training;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>Makes of a group's data what a solution version learns from.</summary>
internal sealed class TrainingSet
{
    private const int FewestInteractions = 1000;
    private const int FewestUsers = 25;
    private const double FewestUsersShare = 0.01;

    private readonly Dictionary<string, int> _users = [];
    private readonly Dictionary<string, int> _items = [];
    private readonly List<Interaction> _interactions = [];
    private readonly EventWeights _weights;

    private TrainingSet(EventWeights weights) => _weights = weights;

    /// <exception cref="JobFailedException">There is too little.</exception>
    public static TrainingData Build(GroupData data, Resource version, FeatureColumns columns, CancellationToken cancellation)
    {
        if (data.Interactions is not { } interactions)
            throw new JobFailedException("Create failed. The dataset group has no Interactions dataset.");
        var set = new TrainingSet(new EventWeights(version));
        set.AddImported(interactions.Imported, cancellation);
        set.AddPuts(interactions.Puts);
        set.Check();

        var users = data.Users;
        foreach (var user in (users?.Ids ?? []).Order(StringComparer.Ordinal))
            set._users.TryAdd(user, set._users.Count);
        foreach (var item in (data.Items?.Ids ?? []).Order(StringComparer.Ordinal))
            set._items.TryAdd(item, set._items.Count);
        return new TrainingData(
            [.. set._users.Keys],
            [.. set._items.Keys],
            set._interactions,
            [.. set._items.Keys.Select(item => columns.OfItem(data, item))],
            [.. set._users.Keys.Select(user => new UserFacts(columns.OfUser(data, user)))]
        );
    }

    private void AddImported(Table table, CancellationToken cancellation)
    {
        if (table.Count == 0)
            return;
        var (users, items) = (table.Texts("USER_ID")!, table.Texts("ITEM_ID")!);
        var times = table.Numbers("TIMESTAMP")!.Values;
        var (types, values) = (table.Texts("EVENT_TYPE"), table.Numbers("EVENT_VALUE"));
        _interactions.EnsureCapacity(table.Count);
        var userOf = new int[users.Words.Count];
        var itemOf = new int[items.Words.Count];
        userOf.AsSpan().Fill(-1);
        itemOf.AsSpan().Fill(-1);
        for (var row = 0; row < table.Count; row++)
        {
            if (row % 1_000_000 == 0)
                cancellation.ThrowIfCancellationRequested();
            var weight = _weights.Of(types?.TextAt(row), values?.Values[row] ?? double.NaN);
            if (weight <= 0)
                continue;
            ref var user = ref userOf[users.Codes[row]];
            ref var item = ref itemOf[items.Codes[row]];
            if (user < 0)
                user = Number(_users, users.TextAt(row)!);
            if (item < 0)
                item = Number(_items, items.TextAt(row)!);
            _interactions.Add(new Interaction(user, item, (long)times[row], weight));
        }
    }

    private void AddPuts(IReadOnlyList<PutEvent> puts)
    {
        var isInOrder = true;
        foreach (var put in puts)
        {
            var weight = _weights.Of(put.Type, put.Value ?? double.NaN);
            if (put.Item is null || weight <= 0)
                continue;
            isInOrder &= _interactions.Count == 0 || _interactions[^1].AtSeconds <= put.At;
            _interactions.Add(new Interaction(Number(_users, put.User), Number(_items, put.Item), put.At, weight));
        }

        if (isInOrder)
            return;
        Interaction[] sorted = [.. _interactions.OrderBy(interaction => interaction.AtSeconds)];
        _interactions.Clear();
        _interactions.AddRange(sorted);
    }

    private void Check()
    {
        if (_interactions.Count < FewestInteractions)
        {
            throw new JobFailedException(
                _weights.EventType is { } type
                    ? $"Create failed. Dataset has fewer than {FewestInteractions} interactions after filtering by event type: {type}"
                    : $"Create failed. Dataset has fewer than {FewestInteractions} interactions."
            );
        }

        var counts = new int[_users.Count];
        foreach (var interaction in _interactions)
            counts[interaction.User]++;
        var withTwo = counts.Count(count => count >= 2);
        if (withTwo < FewestUsers)
            throw new JobFailedException($"Create failed. Dataset has fewer than {FewestUsers} users with at least 2 interactions each.");
        if (withTwo < FewestUsersShare * counts.Length)
            throw new JobFailedException("Create failed. Fewer than 1% of the users in the dataset have at least 2 interactions each.");
    }

    private static int Number(Dictionary<string, int> numbers, string id)
    {
        if (!numbers.TryGetValue(id, out var number))
            numbers.Add(id, number = numbers.Count);
        return number;
    }
}

/// <summary>The columns that models learn from as features: the categorical ones that the solution does not leave out.</summary>
internal sealed class FeatureColumns(DatasetSchema? items, DatasetSchema? users, DatasetSchema? interactions, JsonObject? trainingDataConfig)
{
    private readonly IReadOnlyList<string> _items = Columns(items, trainingDataConfig);
    private readonly IReadOnlyList<string> _users = Columns(users, trainingDataConfig);
    private readonly IReadOnlyList<string> _context = Columns(interactions, trainingDataConfig);

    public ItemFacts OfItem(GroupData data, string item) =>
        new(
            EventWeights.Number(data.Items?.Value(item, "CREATION_TIMESTAMP")) is { } at ? (long)at : null,
            Features(_items, column => data.Items?.Value(item, column))
        );

    /// <param name="data">The group's data.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="context">What the request says of the moment.</param>
    public IReadOnlyList<string> OfUser(GroupData data, string user, JsonObject? context = null)
    {
        var features = Features(_users, column => data.Users?.Value(user, column));
        return context is null ? features : [.. features, .. Features(_context, column => PropertyNames.Find(context, column))];
    }

    private static List<string> Features(IReadOnlyList<string> columns, Func<string, string?> value)
    {
        List<string> features = [];
        foreach (var column in columns)
        {
            if (value(column) is { } text)
                features.AddRange(text.Split('|').Where(part => part.Length > 0).Select(part => $"{column}={part}"));
        }

        return features;
    }

    private static IReadOnlyList<string> Columns(DatasetSchema? schema, JsonObject? configuration)
    {
        if (schema is null)
            return [];
        var excluded = Named("excludedDatasetColumns") ?? [];
        var included = Named("includedDatasetColumns");
        return
        [
            .. schema
                .Fields.Where(field => field.IsCategorical)
                .Select(field => field.Name)
                .Where(name => !excluded.Contains(name) && (included?.Contains(name) ?? true)),
        ];

        HashSet<string>? Named(string map) =>
            (configuration?[map] as JsonObject)
                ?.Where(entry => entry.Key.Equals(schema.DatasetType, StringComparison.OrdinalIgnoreCase))
                .SelectMany(entry => entry.Value!.AsArray().Select(name => (string)name!))
                .ToHashSet()
                is { Count: > 0 } names
                ? names
                : null;
    }
}
