namespace SparkReco.Demo.World;

/// <summary>
/// Simulates one user, session by session. The planted truth:
/// <list type="bullet">
/// <item>A session may show a home row of four items; each is clicked by appeal and position.</item>
/// <item>Own choices follow, in this order of precedence: the next part of a series (0.35, once the part before was played),
/// an unfinished item (0.15), the trend of the day (the user's conformity), else the user's own interests.</item>
/// <item>Apart from unfinished items, choices fall on items that the user has not played: later behaviour is mostly new items.</item>
/// <item>Liking and completion grow with the user's own affinity.</item>
/// </list>
/// So series and shared tastes reward collaborative models, above all for paying users with history; the trend rewards
/// popularity, above all for free users with little of it.
/// </summary>
internal sealed class Behaviour
{
    private const double NextPart = 0.35;
    private const double Unfinished = 0.15;
    private const double LaterPartWithoutEarlier = 0.1;

    private readonly Member _member;
    private readonly IReadOnlyList<Item> _items;
    private readonly Trends _trends;
    private readonly DemoOptions _options;
    private readonly Affinity _affinity;
    private readonly Dice _dice;
    private readonly HomeRow _row;
    private readonly int[] _watched;
    private readonly bool[] _played;
    private readonly double[] _weights;
    private readonly List<int> _started = [];
    private readonly List<Event> _events = [];
    private long _clock;

    private Behaviour(Member member, IReadOnlyList<Item> items, Trends trends, DemoOptions options)
    {
        (_member, _items, _trends, _options) = (member, items, trends, options);
        _affinity = new Affinity(member, items);
        _dice = new Dice(options.Seed, 1_000 + (ulong)member.Index);
        _row = new HomeRow(member, _affinity, _dice, options);
        _watched = new int[items.Count];
        _played = new bool[items.Count];
        _weights = new double[items.Count];
    }

    public static List<Event> Simulate(Member member, IReadOnlyList<Item> items, Trends trends, DemoOptions options)
    {
        var behaviour = new Behaviour(member, items, trends, options);
        for (var day = 0; day < options.TotalDays; day++)
        {
            if (member.IsActive(day) && behaviour._dice.Chance(member.Activity))
                behaviour.Session(day);
        }

        return behaviour._events;
    }

    private void Session(int day)
    {
        var midnight = new DateTimeOffset(_options.FirstDate.AddDays(day), default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        _clock = midnight + (long)_dice.Between(6 * 3_600_000.0, 19 * 3_600_000.0);
        if (_dice.Chance(0.75))
            ShowRow(day);
        do
        {
            var item = Choose(day);
            if (item >= 0)
                Play(item, day, EventSource.None, 0);
        } while (_dice.Chance(_member.IsPaid ? 0.5 : 0.35));
    }

    private void ShowRow(int day)
    {
        var trend = _trends.On(day);
        var (source, row) = _row.Fill(day, trend, _started.Count, i => _played[i] || !_items[i].IsPlayable(day));
        for (var i = 0; i < row.Count; i++)
            Add(row[i], EventType.Impression, source: source, position: i + 1);

        for (var i = 0; i < row.Count; i++)
        {
            if (_dice.Chance(_row.ClickChance(row[i], i + 1, _trends.ShareOfTop(day, row[i]))))
                Play(row[i], day, source, i + 1);
        }
    }

    private int Choose(int day)
    {
        if (_dice.Chance(NextPart) && FindNextPart(day) is var next and >= 0)
            return next;
        if (_dice.Chance(Unfinished) && FindUnfinished(day) is var open and >= 0)
            return open;

        var byTrend = _dice.Chance(_member.Conformity);
        var trend = _trends.On(day);
        for (var i = 0; i < _weights.Length; i++)
        {
            var isOpen = !_played[i] && _items[i].IsPlayable(day);
            _weights[i] = isOpen ? (byTrend ? trend[i] * _affinity.Fit[i] : _affinity.Own[i]) * SeriesFactor(i) : 0;
        }

        return _dice.Weighted(_weights);
    }

    private double SeriesFactor(int item)
    {
        var previous = _items[item].PreviousPart;
        return previous < 0 || _played[previous] ? 1 : LaterPartWithoutEarlier;
    }

    private int FindNextPart(int day)
    {
        for (var i = _started.Count - 1; i >= 0; i--)
        {
            var next = _started[i] + 1;
            if (next < _items.Count && _items[next].PreviousPart == _started[i] && !_played[next] && _items[next].IsPlayable(day))
                return next;
        }

        return -1;
    }

    private int FindUnfinished(int day)
    {
        var place = _started.FindLastIndex(i => _watched[i] > 0 && _watched[i] < _items[i].DurationSeconds && _items[i].IsPlayable(day));
        return place < 0 ? -1 : _started[place];
    }

    private void Play(int item, int day, EventSource source, int position)
    {
        if (!_played[item])
            _started.Add(item);
        _played[item] = true;
        Add(item, EventType.Click, source: source, position: position);
        if (!_dice.Chance(0.85))
            return;

        var appeal = Math.Min(1, _affinity.Own[item] / _affinity.OwnTop);
        var left = _items[item].DurationSeconds - _watched[item];
        if (left <= 0)
            left = _items[item].DurationSeconds;
        var isWhole = _dice.Chance(0.25 + 0.5 * appeal);
        var seconds = Math.Max(5, isWhole ? Math.Min(left, 5_400) : (int)(Math.Min(left, 5_400) * _dice.Between(0.05, 0.9)));
        _watched[item] += seconds;
        _clock += seconds * 1_000L;
        Add(item, EventType.Watch, seconds);
        if (_watched[item] >= _items[item].DurationSeconds)
            Add(item, EventType.Complete);
        if (_dice.Chance(0.03 + 0.15 * appeal))
            Add(item, EventType.Like);
    }

    private void Add(int item, EventType type, int seconds = -1, EventSource source = EventSource.None, int position = 0)
    {
        _clock += 200 + _dice.Below(type == EventType.Impression ? 50 : 20_000);
        _events.Add(new Event(_member.Index, item, type, _clock, seconds, source, position));
    }
}
