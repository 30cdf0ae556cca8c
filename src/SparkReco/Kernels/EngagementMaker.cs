using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>A row of <c>engagement</c>.</summary>
internal readonly record struct Engaged(Use Use, long Clicks, long Likes, long Completions, long WatchSeconds);

/// <summary>
/// Scores what a user did with each item before the run date, as <c>daily_points.sql</c>, <c>busy_days.sql</c> and <c>engagement.sql</c> define it.
/// Each thread has a maker of its own.
/// </summary>
internal sealed class EngagementMaker(Catalogue items, Settings settings)
{
    private readonly EngagementSettings _engagement = settings.Engagement;
    private readonly long _runMs = UnixDay.Start(settings.RunDate);
    private readonly long[] _decay =
    [
        .. Enumerable.Range(0, settings.Engagement.LookbackDays + 1).Select(age => Curves.Halved(age, settings.Engagement.HalfLifeDays)),
    ];

    // The points of the user by the age of the day, and of each item on each day.
    private readonly long[] _dayPoints = new long[settings.Engagement.LookbackDays + 1];
    private readonly List<(int Row, int Age, long Points)> _points = [];
    private readonly List<Engaged> _rows = [];

    /// <summary>The rows of a user, by item. They are gone with the next user.</summary>
    public List<Engaged> Make(ReadOnlySpan<Event> events)
    {
        _rows.Clear();
        _points.Clear();
        for (var start = 0; start < events.Length; )
        {
            var end = start + 1;
            while (end < events.Length && events[end].Item == events[start].Item)
                end++;
            MakeRow(events[start..end]);
            start = end;
        }

        foreach (var (row, age, points) in _points)
        {
            var score = points * _decay[age];
            if (_dayPoints[age] > _engagement.MaxPointsPerDay)
                score = (long)Math.Floor((double)score * _engagement.MaxPointsPerDay / _dayPoints[age]);
            _rows[row] = _rows[row] with { Use = _rows[row].Use with { Score = _rows[row].Use.Score + score } };
        }

        foreach (var (_, age, _) in _points)
            _dayPoints[age] = 0;
        return _rows;
    }

    /// <summary>The counts of an item's events, and the points of its days.</summary>
    private void MakeRow(ReadOnlySpan<Event> events)
    {
        while (events.Length > 0 && events[^1].AtMs >= _runMs)
            events = events[..^1];
        if (events.IsEmpty)
            return;
        var all = default(Tally);
        for (var start = 0; start < events.Length; )
        {
            var age = AgeOf(events[start]);
            var day = default(Tally);
            var end = start;
            for (; end < events.Length && AgeOf(events[end]) == age; end++)
                day.Add(events[end]);
            all.Add(day);
            start = end;
            if (age > _engagement.LookbackDays)
                continue;
            var points = PointsOf(day, items.DurationOf(events[0].Item));
            _dayPoints[age] += points;
            _points.Add((_rows.Count, (int)age, points));
        }

        _rows.Add(
            new Engaged(new Use(events[0].Item, events[0].AtMs, events[^1].AtMs, Score: 0), all.Clicks, all.Likes, all.Completions, all.WatchSeconds)
        );
    }

    /// <summary>The days from an event to the run date, from 1.</summary>
    private long AgeOf(Event e) => (_runMs - e.AtMs + UnixDay.Milliseconds - 1) / UnixDay.Milliseconds;

    private long PointsOf(Tally day, long? duration)
    {
        long most = _engagement.MaxPointsPerItemDay;
        return Math.Min(
            most,
            (Math.Min(day.Clicks, most) * _engagement.ClickPoints)
                + (Math.Min(day.Likes, most) * _engagement.LikePoints)
                + (Math.Min(day.Completions, most) * _engagement.CompletePoints)
                + ((long)Math.Floor(Math.Min(day.WatchSeconds, duration ?? day.WatchSeconds) / 60d) * _engagement.WatchMinutePoints)
        );
    }

    private struct Tally
    {
        public long Clicks;
        public long Likes;
        public long Completions;
        public long WatchSeconds;

        public void Add(Event e)
        {
            Clicks += e.Deed == Deed.Click ? e.Count : 0;
            Likes += e.Deed == Deed.Like ? e.Count : 0;
            Completions += e.Deed == Deed.Complete ? e.Count : 0;
            WatchSeconds += e.WatchSeconds;
        }

        public void Add(Tally other)
        {
            Clicks += other.Clicks;
            Likes += other.Likes;
            Completions += other.Completions;
            WatchSeconds += other.WatchSeconds;
        }
    }
}
