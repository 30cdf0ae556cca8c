namespace SparkReco.Benchmarks.Data;

/// <summary>
/// A generated company. Few users do most (log-normal activity), each mostly in three categories; few items get most (Zipf), and most of them
/// fade from the day they come out; evenings and Sundays are busy. Everything follows from the size and the seed, each day's events from those and the
/// day, so that days can be made in any order and on any number of threads.
/// </summary>
internal sealed class Company
{
    public const int HistoryDays = 120;
    public const int DayCount = HistoryDays + 28;
    private const int CategoryCount = 40;
    private const int FavoriteCount = 3;
    private const int DaysPerWeek = 7;

    private static readonly Weighted Hours = new([2, 1, 1, 1, 1, 2, 4, 6, 6, 5, 5, 6, 8, 7, 6, 6, 7, 8, 10, 13, 15, 14, 9, 4]);

    private readonly int _seed;
    private readonly Weighted _users;
    private readonly int[] _joined;
    private readonly byte[] _favorites;
    private readonly Weighted _categories = new(Weighted.Zipf(CategoryCount, 0.7));
    private readonly int[][] _shelves;
    private readonly Weighted[][] _shelfWeights;

    public Company(CompanySize size, int seed)
    {
        (Size, _seed) = (size, seed);
        var random = new Random(seed);
        Items = MakeItems(random);
        _shelves =
        [
            .. Enumerable
                .Range(0, CategoryCount)
                .Select(category => Enumerable.Range(0, size.Items).Where(item => Items[item].Category == category).ToArray()),
        ];
        _shelfWeights =
        [
            .. Enumerable
                .Range(0, (DayCount / DaysPerWeek) + 1)
                .Select(week => _shelves.Select(shelf => new Weighted(shelf.Select(item => Items[item].WeightOn(week * DaysPerWeek)))).ToArray()),
        ];
        _users = new Weighted([.. Enumerable.Range(0, size.Users).Select(_ => Normal.Log(random, 1, 1.1))]);
        _joined = [.. Enumerable.Range(0, size.Users).Select(_ => random.NextDouble() < 0.8 ? 0 : random.Next(DayCount))];
        _favorites = [.. Enumerable.Range(0, size.Users * FavoriteCount).Select(_ => (byte)_categories.Draw(random))];
    }

    public static DateOnly RunDate { get; } = new(2026, 9, 1);

    public CompanySize Size { get; }

    public IReadOnlyList<Item> Items { get; }

    /// <summary>How many events each day has.</summary>
    public int[] EventsByDay() =>
        new Weighted(Enumerable.Range(0, DayCount).Select(day => DateOf(day).DayOfWeek == DayOfWeek.Sunday ? 1.6 : 1)).Split(Size.Events);

    public static DateOnly DateOf(int day) => RunDate.AddDays(day - HistoryDays);

    /// <summary>The events of a day, in the order of time.</summary>
    public IReadOnlyList<Event> EventsOf(int day, int count)
    {
        var random = new Random(HashOf(_seed, day));
        var midnight = new DateTimeOffset(DateOf(day), default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var events = new List<Event>(count + 16);
        while (events.Count < count)
        {
            var user = _users.Draw(random);
            if (_joined[user] <= day)
                AddSession(events, random, user, day, midnight + (Hours.Draw(random) * 3_600_000) + random.Next(3_600_000));
        }

        events.RemoveRange(count, events.Count - count);
        events.Sort();
        return events;
    }

    /// <summary>A few items of one category; often the next on the shelf, as parts of a series are.</summary>
    private void AddSession(List<Event> events, Random random, int user, int day, long atMs)
    {
        var category = random.NextDouble() < 0.8 ? _favorites[(user * FavoriteCount) + random.Next(FavoriteCount)] : _categories.Draw(random);
        var (shelf, weights) = (_shelves[category], _shelfWeights[day / DaysPerWeek][category]);
        var place = -1;
        do
        {
            var hasNext = place >= 0 && place + 1 < shelf.Length && Items[shelf[place + 1]].PublishedDay <= day;
            place = hasNext && random.NextDouble() < 0.35 ? place + 1 : weights.Draw(random);
            var duration = Items[shelf[place]].DurationSeconds;
            if (random.NextDouble() < 0.3)
                Add(Deed.Impression, 0);
            Add(Deed.Click, 0);
            if (random.NextDouble() < 0.8)
            {
                var share = Math.Min(1, 0.05 + (1.1 * random.NextDouble()));
                Add(Deed.Watch, (int)(share * duration));
                if (share > 0.9)
                    Add(Deed.Complete, 0);
            }

            if (random.NextDouble() < 0.04)
                Add(Deed.Like, 0);
        } while (random.NextDouble() < 0.6);

        void Add(Deed deed, int seconds)
        {
            events.Add(new Event(atMs, user, shelf[place], deed, seconds));
            atMs += 1000 + (seconds * 1000L) + random.Next(20_000);
        }
    }

    private Item[] MakeItems(Random random)
    {
        var weights = Weighted.Zipf(Size.Items, 0.9).ToArray();
        random.Shuffle(weights);
        return
        [
            .. weights.Select(weight => new Item(
                _categories.Draw(random),
                weight,
                random.NextDouble() < 0.6 ? -random.Next(1000) : random.Next(HistoryDays),
                random.NextDouble() < 0.3 ? double.PositiveInfinity : Normal.Log(random, 14, 0.8),
                60 * random.Next(4, 60)
            )),
        ];
    }

    /// <summary>The same in every process.</summary>
    private static int HashOf(int seed, int day) => unchecked((seed * 486_187_739) + (day * 16_777_619));
}

/// <summary>An item: what it gets when it is new, the day it comes out, and in how many days it fades by half.</summary>
internal sealed record Item(int Category, double Weight, int PublishedDay, double HalfLifeDays, int DurationSeconds)
{
    public double WeightOn(int day) => PublishedDay > day ? 0 : Weight * (0.05 + Math.Pow(2, -(day - PublishedDay) / HalfLifeDays));
}

/// <summary>What a user did.</summary>
internal enum Deed : byte
{
    Impression,
    Click,
    Watch,
    Complete,
    Like,
}

/// <summary>What a user did with an item, when, and the seconds watched.</summary>
internal readonly record struct Event(long AtMs, int User, int Item, Deed Deed, int WatchSeconds) : IComparable<Event>
{
    public int CompareTo(Event other) => (AtMs, User, Item, Deed).CompareTo((other.AtMs, other.User, other.Item, other.Deed));
}
