using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>
/// The latest items of each user, as <c>user_histories.sql</c> defines them: at most as many as the settings say.
/// Takes 12 bytes an item.
/// </summary>
internal sealed class Histories
{
    private readonly int[] _starts;

    public Histories(Usage usage, int userCount, Settings settings)
    {
        var (pairs, runMs) = (settings.ItemItem, UnixDay.Start(settings.RunDate));
        var stepMs = Curves.StepMs(pairs.HalfLifeHours);
        _starts = new int[userCount + 1];
        for (var user = 0; user < userCount; user++)
            _starts[user + 1] = _starts[user] + Math.Min(usage.Of(user).Length, pairs.HistorySize);

        Items = new int[_starts[^1]];
        Weights = new int[_starts[^1]];
        Followers = new int[_starts[^1]];
        var userWeights = Enumerable.Range(0, pairs.HistorySize + 1).Select(n => n == 0 ? 0 : Curves.CountWeight(n, pairs.UserExponent)).ToArray();
        for (var user = 0; user < userCount; user++)
        {
            var start = _starts[user];
            var uses = usage.Of(user)[..Length(user)];
            var userWeight = userWeights[uses.Length];
            for (var place = 0; place < uses.Length; place++)
            {
                Items[start + place] = uses[place].Item;
                Weights[start + place] = (int)Math.Floor(userWeight * Curves.Recency(runMs - uses[place].LastMs, stepMs) / 1e3);
                Followers[start + place] = place > 0 && uses[place].LastMs == uses[place - 1].LastMs ? Followers[start + place - 1] : place;
            }
        }
    }

    /// <summary>The items of all histories, user by user, the latest first.</summary>
    public int[] Items { get; }

    /// <summary>For each of them what it counts as a neighbour: the user's weight times the recency of the last use, in parts per thousand millions.</summary>
    public int[] Weights { get; }

    /// <summary>For each of them how many items of the user were last used after it; they stand at the beginning of the user's history.</summary>
    public int[] Followers { get; }

    /// <summary>Where the history of a user begins.</summary>
    public int Start(int user) => _starts[user];

    /// <summary>The number of items in the history of a user.</summary>
    public int Length(int user) => _starts[user + 1] - _starts[user];
}
