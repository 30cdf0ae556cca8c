using System.Buffers;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Filters;
using SparkReco.LocalPersonalize.Training;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>An item of a list.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Score">Null where the recipe has none, or the item was not known when the model was trained.</param>
/// <param name="Reason">Why it is in the list, where that is not its score.</param>
/// <param name="Promotion">The promotion that put it there.</param>
internal sealed record ListedItem(string Id, double? Score, string? Reason = null, string? Promotion = null);

/// <summary>Items that are put forward.</summary>
/// <param name="Name">The promotion's name.</param>
/// <param name="Share">The share of places, 0 to 1.</param>
/// <param name="Filter">Which items.</param>
internal sealed record Promotion(string Name, double Share, FilterRun Filter);

/// <summary>Makes the lists of one solution version.</summary>
internal sealed class ListMaker(
    Recipe recipe,
    ServedModel model,
    GroupData data,
    FeatureColumns columns,
    EventWeights weights,
    Exploration exploration
)
{
    private readonly Lazy<IReadOnlyList<int>> _young = new(() => FindYoung(model, data, exploration));

    public GroupData Data => data;

    /// <summary>What a user did, in the order of time.</summary>
    public IReadOnlyList<Happening> HistoryOf(string? user) => user is null ? [] : data.Interactions?.Of(user) ?? [];

    /// <summary>The best items for a user.</summary>
    public IReadOnlyList<ListedItem> ForUser(
        string user,
        IReadOnlyList<Happening> history,
        JsonObject? context,
        int count,
        FilterRun? filter,
        Promotion? promotion = null
    ) =>
        Scored(scores =>
        {
            var query = QueryOf(user, history, context);
            model.Model.ScoreItems(query, scores);
            if (recipe.HasScores)
                Softmax(scores);
            var reason = recipe.IsSecond && query.History.Count == 0 ? "Popular item" : null;
            var list = Best(scores, count, filter, reason);
            Explore(list, user, scores, filter);
            return promotion is null ? list : Promote(list, scores, count, promotion);
        });

    /// <summary>The items that are the most alike to one; the popular ones where it is unknown.</summary>
    public IReadOnlyList<ListedItem> RelatedTo(string id, int count, FilterRun? filter, Promotion? promotion = null) =>
        Scored(scores =>
        {
            if (model.Find(id) is { } item)
                model.Model.ScoreNeighbors(item, scores);
            else
                Popularity(scores);
            var list = Best(scores, count, filter, reason: null);
            return promotion is null ? list : Promote(list, scores, count, promotion);
        });

    /// <summary>The items given, the best for a user first; those that were not known to the training last, without scores.</summary>
    public IReadOnlyList<ListedItem> Rank(
        string user,
        IReadOnlyList<Happening> history,
        JsonObject? context,
        IReadOnlyList<string> ids,
        FilterRun? filter
    ) =>
        Scored<IReadOnlyList<ListedItem>>(scores =>
        {
            model.Model.ScoreItems(QueryOf(user, history, context), scores);
            string[] kept = [.. ids.Distinct().Where(id => filter?.Keeps(id) ?? true)];
            var known = kept.Where(id => model.Find(id) is not null).ToArray();
            var ranked = new float[known.Length];
            for (var index = 0; index < known.Length; index++)
                ranked[index] = scores[model.Find(known[index])!.Value];
            Softmax(ranked);
            return
            [
                .. known.Select((id, index) => new ListedItem(id, ranked[index])).OrderByDescending(item => item.Score),
                .. kept.Except(known).Select(id => new ListedItem(id, null)),
            ];
        });

    /// <summary>The users with the most affinity to some items: those whose histories have the most of what is alike to them.</summary>
    public IReadOnlyList<string> UsersFor(IReadOnlyList<string> ids, int count, Func<string, bool> keeps)
    {
        if (data.Interactions is not { } interactions)
            return [];
        var affinity = new float[model.Count];
        foreach (var item in ids.Select(model.Find).OfType<int>())
        {
            _ = Scored(scores =>
            {
                model.Model.ScoreNeighbors(item, scores);
                scores[item] = 0;
                var most = Math.Max(Largest(scores), float.Epsilon);
                for (var other = 0; other < affinity.Length; other++)
                    affinity[other] += other == item ? 1 : Math.Max(0, scores[other] / most) / 2;
                return 0;
            });
        }

        return
        [
            .. Sum(interactions, item => model.Find(item) is { } number ? affinity[number] : 0)
                .Where(user => user.Affinity > 0 && keeps(user.User))
                .OrderByDescending(user => user.Affinity)
                .ThenBy(user => user.User, StringComparer.Ordinal)
                .Take(count)
                .Select(user => user.User),
        ];
    }

    /// <summary>Sums what a user's items have, once an interaction.</summary>
    private static IEnumerable<(string User, double Affinity)> Sum(InteractionStore interactions, Func<string, float> affinityOf)
    {
        Dictionary<string, double> sums = [];
        if (interactions.Imported is { Count: > 0 } table)
        {
            var (users, items) = (table.Texts("USER_ID")!, table.Texts("ITEM_ID")!);
            float[] ofItem = [.. items.Words.Select(affinityOf)];
            var ofUser = new double[users.Words.Count];
            for (var row = 0; row < table.Count; row++)
                ofUser[users.Codes[row]] += ofItem[items.Codes[row]];
            foreach (var (number, user) in users.Words.Index())
                sums.Add(user, ofUser[number]);
        }

        foreach (var put in interactions.Puts.Where(put => put.Item is not null))
            sums[put.User] = sums.GetValueOrDefault(put.User) + affinityOf(put.Item!);
        return sums.Select(sum => (sum.Key, sum.Value));
    }

    private delegate T Answer<out T>(Span<float> scores);

    private T Scored<T>(Answer<T> answer) =>
        model.Read(() =>
        {
            var scores = ArrayPool<float>.Shared.Rent(model.Count);
            try
            {
                return answer(scores.AsSpan(0, model.Count));
            }
            finally
            {
                ArrayPool<float>.Shared.Return(scores);
            }
        });

    private UserQuery QueryOf(string user, IReadOnlyList<Happening> history, JsonObject? context)
    {
        List<PastUse> uses = [];
        foreach (var happening in history)
        {
            var weight = weights.Of(happening.Type, happening.Value);
            if (weight > 0 && model.Find(happening.Item) is { } item)
                uses.Add(new PastUse(item, happening.At, weight));
        }

        // Lists are for the time of the data, which may be old: the clock would make all of it equally long ago.
        var now = Math.Max(model.TrainedUntil, data.Interactions?.LatestAt ?? 0);
        return new UserQuery(recipe.Type == Recipe.PopularItems ? [] : uses, columns.OfUser(data, user, context), now);
    }

    private List<ListedItem> Best(ReadOnlySpan<float> scores, int count, FilterRun? filter, string? reason)
    {
        List<ListedItem> list = [];
        var looked = 0;
        for (var wanted = filter is null ? count : (2 * count) + 100; ; wanted *= 8)
        {
            var top = TopItems.Of(scores, wanted);
            for (; looked < top.Length && list.Count < count; looked++)
            {
                var id = model.IdOf(top[looked]);
                if (filter?.Keeps(id) ?? true)
                    list.Add(new ListedItem(id, ScoreOf(scores, top[looked]), reason));
            }

            if (list.Count == count || top.Length < wanted)
                return list;
        }
    }

    /// <summary>Gives some places to new items.</summary>
    private void Explore(List<ListedItem> list, string user, ReadOnlySpan<float> scores, FilterRun? filter)
    {
        if (exploration.Share <= 0 || _young.Value is not { Count: > 0 } young)
            return;
        for (var place = 0; place < list.Count; place++)
        {
            if (Exploration.Draw(user, $"place {place}") >= exploration.Share)
                continue;
            var item = young[(int)(Exploration.Draw(user, $"item {place}") * young.Count)];
            var id = model.IdOf(item);
            if (list.TrueForAll(listed => listed.Id != id) && (filter?.Keeps(id) ?? true))
                list[place] = new ListedItem(id, ScoreOf(scores, item), recipe.IsSecond ? "Exploration" : null);
        }
    }

    /// <summary>Gives a share of the places, at even distances, to the best of the promoted items.</summary>
    private List<ListedItem> Promote(List<ListedItem> list, ReadOnlySpan<float> scores, int count, Promotion promotion)
    {
        var places = (int)Math.Round(count * promotion.Share);
        var promoted = Best(scores, places, promotion.Filter, reason: null)
            .ConvertAll(item => item with { Promotion = promotion.Name, Reason = recipe.IsSecond ? "Promoted item" : null });
        var rest = list.Where(item => promoted.TrueForAll(other => other.Id != item.Id)).Take(count - promoted.Count).ToList();
        List<ListedItem> merged = [];
        foreach (var (index, item) in promoted.Index())
        {
            var before = (int)(index / promotion.Share) - merged.Count;
            merged.AddRange(rest.Take(before));
            rest.RemoveRange(0, Math.Clamp(before, 0, rest.Count));
            merged.Add(item);
        }

        return [.. merged, .. rest];
    }

    private double? ScoreOf(ReadOnlySpan<float> scores, int item) => recipe.HasScores ? scores[item] : null;

    private void Popularity(Span<float> scores)
    {
        var score = model.Count;
        foreach (var item in model.ByPopularity)
            scores[item] = score--;
    }

    /// <summary>The young items: those made or first used not long before the latest interaction.</summary>
    private static IReadOnlyList<int> FindYoung(ServedModel model, GroupData data, Exploration exploration)
    {
        var oldest = Math.Max(model.TrainedUntil, data.Interactions?.LatestAt ?? 0) - exploration.AgeInSeconds;
        return [.. Enumerable.Range(0, model.Count).Where(item => model.CreatedAt(item) >= oldest)];
    }

    private static void Softmax(Span<float> scores)
    {
        var most = Largest(scores);
        var sum = 0.0;
        foreach (ref var score in scores)
            sum += score = MathF.Exp(score - most);
        foreach (ref var score in scores)
            score = (float)(score / sum);
    }

    private static float Largest(ReadOnlySpan<float> scores)
    {
        var most = float.NegativeInfinity;
        foreach (var score in scores)
            most = Math.Max(most, score);
        return most;
    }
}
