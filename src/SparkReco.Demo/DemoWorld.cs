using SparkReco.Demo.Files;
using SparkReco.Demo.World;

namespace SparkReco.Demo;

/// <summary>A synthetic company: users, items, and all that users did before and after the run date.</summary>
public sealed class DemoWorld
{
    private DemoWorld(DemoOptions options, Item[] items, Member[] members, Event[] events) =>
        (Options, Items, Members, Events) = (options, items, members, events);

    /// <summary>What the world was made from.</summary>
    public DemoOptions Options { get; }

    internal IReadOnlyList<Item> Items { get; }

    internal IReadOnlyList<Member> Members { get; }

    /// <summary>All valid events in order of time, the bot's among them.</summary>
    internal Event[] Events { get; }

    internal long RunTimeMs => new DateTimeOffset(Options.RunDate, default, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Makes the world in memory.</summary>
    public static DemoWorld Create(DemoOptions options)
    {
        DemoOptions.Check(options);
        var items = Catalogue.Create(options);
        var members = Audience.Create(options);
        var trends = new Trends(items, options.TotalDays);
        var bot = Bot.UserOf(members);
        var byMember = new List<Event>[members.Length];
        Parallel.For(0, members.Length, i => byMember[i] = i == bot ? [] : Behaviour.Simulate(members[i], items, trends, options));
        var events = byMember.SelectMany(list => list).Concat(Bot.Clicks(members, items, options)).ToArray();
        Array.Sort(events, static (a, b) => (a.AtMs, a.User, a.Item, a.Type).CompareTo((b.AtMs, b.User, b.Item, b.Type)));
        return new DemoWorld(options, items, members, events);
    }

    /// <summary>
    /// Writes <c>raw/</c> (users, items, events) under the folder. Existing files of these names are replaced.
    /// </summary>
    public static DemoSummary Write(string folder, DemoOptions options, Action<string>? tell = null)
    {
        tell?.Invoke("making up users, content and five months of activity");
        var world = Create(options);
        var files = new List<DemoFile>();
        var flaws = new List<PlantedFlaw>();
        tell?.Invoke($"writing {world.Members.Count:N0} users, {world.Items.Count:N0} items and {world.Events.Length:N0} events");
        UserFile.Write(folder, world, files, flaws);
        ItemFile.Write(folder, world, files, flaws);
        EventFiles.Write(folder, world, files, flaws);
        return new DemoSummary(
            options.RunDate,
            options.FirstDate,
            options.RunDate.AddDays(options.LaterDays - 1),
            Path.Combine(folder, "raw"),
            world.Members.Count,
            world.Items.Count,
            world.Events.Length,
            world.Events.Count(e => e.AtMs < world.RunTimeMs),
            files,
            flaws
        );
    }
}
