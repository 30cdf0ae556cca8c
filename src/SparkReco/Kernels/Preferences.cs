namespace SparkReco.Kernels;

/// <summary>The shares of users' engagement by content type and by category, in parts per million, as <c>user_preferences.sql</c> defines them.</summary>
internal sealed class Preferences
{
    private readonly Dictionary<(int User, int Type), long> _types = [];
    private readonly Dictionary<(int User, int Category), long> _categories = [];

    private Preferences() { }

    public Preferences(Usage usage, Catalogue items, int userCount)
    {
        for (var user = 0; user < userCount; user++)
        {
            var total = 0L;
            Dictionary<int, long> types = [];
            Dictionary<int, long> categories = [];
            foreach (var use in usage.Of(user))
            {
                total += use.Score;
                Add(types, items.ContentTypeOf(use.Item), use.Score);
                foreach (var category in items.CategoriesOf(use.Item))
                    Add(categories, category, use.Score);
            }

            foreach (var (type, score) in types)
                _types[(user, type)] = Share(score, total);
            foreach (var (category, score) in categories)
                _categories[(user, category)] = Share(score, total);
        }

        static void Add(Dictionary<int, long> scores, int kind, long score)
        {
            if (score > 0)
                scores[kind] = scores.GetValueOrDefault(kind) + score;
        }

        static long Share(long score, long total) => (long)Math.Floor((double)score / total * 1e6);
    }

    /// <summary>Nobody's: what no weight asks for need not be made.</summary>
    public static Preferences None { get; } = new();

    /// <summary>The user's preference for a content type and the best of some categories.</summary>
    public long Of(int user, int contentType, ReadOnlySpan<int> categories)
    {
        var best = 0L;
        foreach (var category in categories)
            best = Math.Max(best, _categories.GetValueOrDefault((user, category)));
        return _types.GetValueOrDefault((user, contentType)) + best;
    }
}
