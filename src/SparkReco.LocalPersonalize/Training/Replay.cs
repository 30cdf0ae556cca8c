namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Lives through the interactions in the order of time, counting. It can stop on the way, and what is asked there is answered from the past alone
/// (test, then train: Gama, Sebastião and Rodrigues, On evaluating stream learning algorithms, Machine Learning 90, 2013).
/// </summary>
internal sealed class Replay
{
    private const int RoundLength = 50_000;

    // A fixed number, each with source items of its own: counts are added in the same order with any number of threads.
    private const int Shards = 16;
    private readonly Histories _histories;
    private readonly FirstUses _firsts;
    private readonly IReadOnlyList<UserFacts> _users;
    private readonly int _lags;
    private readonly ParallelOptions _parallel;
    private readonly List<int> _round = [];
    private readonly int[] _contexts;
    private int _next;

    public Replay(
        Histories histories,
        FirstUses firsts,
        IReadOnlyList<UserFacts> users,
        IReadOnlyList<ItemFacts> items,
        int lags,
        ParallelOptions parallel
    )
    {
        (_histories, _firsts, _users, _lags, _parallel) = (histories, firsts, users, lags, parallel);
        _contexts = new int[Math.Min(RoundLength, firsts.Count) * lags];
        (States, Transitions, Groups) = (
            new ItemStates([.. items.Select(item => item.CreatedAtSeconds)]),
            new Transitions(items.Count),
            new UserGroups(users, items.Count)
        );
    }

    public ItemStates States { get; }

    public Transitions Transitions { get; }

    public UserGroups Groups { get; }

    /// <summary>Goes on to a time, and counts all that happened until then, that time included.</summary>
    public void Until(long time)
    {
        while (_next < _histories.InTime.Length && _histories.Times[_histories.InTime[_next]] <= time)
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            _round.Clear();
            for (; _next < _histories.InTime.Length && _round.Count < RoundLength; _next++)
            {
                var place = _histories.InTime[_next];
                if (_histories.Times[place] > time)
                    break;
                if (place < _histories.End(_firsts.UserOf[place]))
                    Count(place);
            }

            CountTransitions();
        }
    }

    private void Count(int place)
    {
        var (item, weight, usedBefore) = (_histories.Items[place], _histories.Weights[place], _firsts.UsedBefore[place]);
        States.Add(item, _histories.Times[place], weight, usedBefore);
        if (usedBefore >= 0)
            Groups.Add(_users[_firsts.UserOf[place]], item, weight);
        if (usedBefore > 0)
            _round.Add(place);
    }

    private void CountTransitions()
    {
        if (_round.Count == 0)
            return;
        // The last one first: it may move the landmark of the decay.
        Transitions.Weight(_histories.Times[_round[^1]]);
        var weights = _round.ConvertAll(place => _histories.Weights[place] * Transitions.Weight(_histories.Times[place]));
        Parallel.For(0, _round.Count, _parallel, FindContext);
        Parallel.For(
            0,
            Shards,
            _parallel,
            shard =>
            {
                for (var i = 0; i < _round.Count; i++)
                {
                    var target = _histories.Items[_round[i]];
                    for (var lag = 0; lag < _lags; lag++)
                    {
                        var source = _contexts[i * _lags + lag];
                        if (source < 0)
                            break;
                        if (source % Shards == shard)
                            Transitions.Add(source, target, lag, weights[i]);
                    }
                }
            }
        );
    }

    private void FindContext(int i)
    {
        var place = _round[i];
        var context = _contexts.AsSpan(i * _lags, _lags);
        context[_histories.Before(_firsts.UserOf[place], place).Latest(context)..].Fill(-1);
    }
}
