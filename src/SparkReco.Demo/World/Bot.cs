namespace SparkReco.Demo.World;

/// <summary>
/// An automated user: the last free one, who does nothing else than click one video of the back catalogue all day long,
/// 60 days before the run date.
/// </summary>
internal static class Bot
{
    private const int DaysBeforeRun = 60;
    private const int DayMs = 86_400_000;

    public static int UserOf(IReadOnlyList<Member> members) => members.Last(member => !member.IsPaid).Index;

    public static IEnumerable<Event> Clicks(IReadOnlyList<Member> members, IReadOnlyList<Item> items, DemoOptions options)
    {
        var user = UserOf(members);
        var day = options.HistoryDays - DaysBeforeRun;
        var item = Enumerable
            .Range(0, items.Count)
            .First(i => items[i].ContentType == "video" && items[i].PublishedDay < 0 && items[i].IsPlayable(options.HistoryDays));
        var midnight = new DateTimeOffset(options.FirstDate.AddDays(day), default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return Enumerable
            .Range(0, options.BotClicks)
            .Select(i => new Event(user, item, EventType.Click, midnight + (long)i * DayMs / options.BotClicks));
    }
}
