using Apache.Arrow;
using SparkReco.Ports;

namespace SparkReco.Kernels;

/// <summary>The users, numbered in the order of their ids.</summary>
internal sealed class Audience
{
    private readonly List<int> _tiers = [];
    private readonly List<bool> _isEligible = [];

    public IdIndex Ids { get; } = new();

    public IdIndex Tiers { get; } = new();

    public int Count => Ids.Count;

    public int TierOf(int user) => _tiers[user];

    /// <summary>Whether the user pays.</summary>
    public bool IsPaid(int user) => Tiers[_tiers[user]].SequenceEqual("paid"u8);

    /// <summary>Whether the user gets recommendations.</summary>
    public bool IsEligible(int user) => _isEligible[user];

    /// <summary>Reads <c>users</c>.</summary>
    public static async Task<Audience> ReadAsync(ITableReader tables, CancellationToken cancellation)
    {
        var audience = new Audience();
        await foreach (var batch in tables.StreamAsync("select user_id, tier, is_eligible from users order by user_id", cancellation))
        {
            using var rows = batch;
            var (ids, tiers, eligible) = ((StringArray)rows.Column(0), (StringArray)rows.Column(1), (BooleanArray)rows.Column(2));
            for (var row = 0; row < rows.Length; row++)
            {
                audience.Ids.Add(ids.GetBytes(row));
                audience._tiers.Add(audience.Tiers.Add(tiers.GetBytes(row)));
                audience._isEligible.Add(eligible.GetValue(row) is true);
            }
        }

        return audience;
    }
}
