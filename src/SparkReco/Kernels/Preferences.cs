using Apache.Arrow;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>The shares of users' engagement by content type and by category, in parts per million.</summary>
internal sealed class Preferences
{
    private readonly Dictionary<(int User, int Type), long> _types = [];
    private readonly Dictionary<(int User, int Category), long> _categories = [];

    /// <summary>Nobody's: what no weight asks for need not be read.</summary>
    public static Preferences None { get; } = new();

    public long Of(int user, int contentType, int category) =>
        _types.GetValueOrDefault((user, contentType)) + _categories.GetValueOrDefault((user, category));

    /// <summary>Reads <c>user_preferences</c>.</summary>
    public static async Task<Preferences> ReadAsync(ITableReader tables, Audience users, Catalogue items, CancellationToken cancellation)
    {
        var preferences = new Preferences();
        await foreach (var batch in tables.StreamAsync("select user_id, dimension, value, weight from user_preferences", cancellation))
        {
            using var rows = batch;
            var (ids, dimensions, values) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1), (StringArray)rows.Column(2));
            var weights = (Int64Array)rows.Column(3);
            for (var row = 0; row < rows.Length; row++)
            {
                var user = users.Ids.Find(ids.GetBytes(row));
                if (dimensions.GetBytes(row).SequenceEqual("category"u8))
                    preferences._categories[(user, items.Categories.Find(values.GetBytes(row)))] = weights.Values[row];
                else
                    preferences._types[(user, items.ContentTypes.Find(values.GetBytes(row)))] = weights.Values[row];
            }
        }

        return preferences;
    }
}
