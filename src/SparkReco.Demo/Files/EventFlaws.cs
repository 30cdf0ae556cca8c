using System.Globalization;
using SparkReco.Demo.World;

namespace SparkReco.Demo.Files;

/// <summary>
/// Decides which event lines are odd. Every flawed line is additional (its id begins with x, or repeats another line's id), so the
/// valid events stay complete; only the two odd time forms change lines of valid events.
/// </summary>
internal sealed class EventFlaws
{
    private const ulong Stream = 3;
    private readonly DemoWorld _world;
    private readonly Dice _dice;
    private readonly HashSet<int> _used = [];
    private readonly Dictionary<int, FlawKind> _timeForms = [];
    private readonly Dictionary<int, List<(FlawKind Kind, string Line)>> _extras = [];
    private int _extraCount;

    public EventFlaws(DemoWorld world)
    {
        _world = world;
        _dice = new Dice(world.Options.Seed, Stream);
        Repeat(200, () => _timeForms[NewIndex()] = FlawKind.TimeInSeconds);
        Repeat(200, () => _timeForms[NewIndex()] = FlawKind.TimeAsText);
        Repeat(100, () => AddDuplicate(distance: 1 + _dice.Below(500)));
        Repeat(20, () => AddDuplicate(distance: world.Events.Length / 7));
        Repeat(40, AddConflict);
        Repeat(25, () => Add(FlawKind.InvalidJson, Broken));
        Repeat(20, () => Add(FlawKind.WrongType, Mistyped));
        Repeat(60, () => Add(FlawKind.UnknownEventType, line => $"{line with { Type = _dice.Chance(0.5) ? "hover" : "scroll" }}"));
        Repeat(35, () => Add(FlawKind.UnknownItem, line => $"{line with { Item = $"i{90_000 + _dice.Below(10)}" }}"));
        Repeat(35, () => Add(FlawKind.UnknownUser, line => $"{line with { User = $"u{700_000 + _dice.Below(10)}" }}"));
        Repeat(30, () => Add(FlawKind.MissingTime, WithoutTime));
        Repeat(
            25,
            () => Add(FlawKind.NegativeWatchSeconds, line => $"{line with { Type = "watch", List = "", WatchSeconds = -1 - _dice.Below(600) }}")
        );
    }

    /// <summary>The line of a valid event, and the odd time form that it has, if any.</summary>
    public (string Line, FlawKind? Kind) LineOf(int index)
    {
        var line = EventLine.Of(_world, EventLine.IdOf(index), _world.Events[index]);
        if (!_timeForms.TryGetValue(index, out var kind))
            return (line.ToString(), null);

        var time = DateTimeOffset.FromUnixTimeMilliseconds(_world.Events[index].AtMs);
        var text =
            kind == FlawKind.TimeInSeconds
                ? time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
                : time.ToString("'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        return ((line with { Time = text }).ToString(), kind);
    }

    /// <summary>The additional lines that follow the line of a valid event.</summary>
    public IReadOnlyList<(FlawKind Kind, string Line)> After(int index) => _extras.TryGetValue(index, out var lines) ? lines : [];

    /// <summary>The first three fifths of a line.</summary>
    public string CutLine(int index)
    {
        var line = Extra(index).ToString();
        return line[..(line.Length * 3 / 5)];
    }

    private void AddDuplicate(int distance)
    {
        var index = NewIndex();
        Insert(index + distance, FlawKind.ExactDuplicate, LineOf(index).Line);
    }

    private void AddConflict()
    {
        var index = NewIndex();
        var e = _world.Events[index];
        var other = new Event(e.User, e.Item, EventType.Like, e.AtMs + 10_000);
        Insert(index + 1 + _dice.Below(500), FlawKind.SameIdOtherPayload, EventLine.Of(_world, EventLine.IdOf(index), other).ToString());
    }

    private void Add(FlawKind kind, Func<EventLine, string> spoil)
    {
        var index = NewIndex();
        Insert(index, kind, spoil(Extra(index)));
    }

    private EventLine Extra(int index) => EventLine.Of(_world, $"x{++_extraCount:0000000}", _world.Events[index]);

    private void Insert(int index, FlawKind kind, string line)
    {
        index = Math.Min(index, _world.Events.Length - 1);
        if (!_extras.TryGetValue(index, out var lines))
            _extras[index] = lines = [];
        lines.Add((kind, line));
    }

    private int NewIndex()
    {
        var index = _dice.Below(_world.Events.Length);
        return _used.Add(index) ? index : NewIndex();
    }

    private string Broken(EventLine line) =>
        _dice.Below(3) switch
        {
            0 => line.ToString().Replace('"', '\''),
            1 => line.ToString().Replace(",\"item_id\"", " \"item_id\"", StringComparison.Ordinal),
            _ => $"WARN slow flush of {line.Id}",
        };

    private string Mistyped(EventLine line)
    {
        var text = line.ToString();
        return _dice.Below(3) switch
        {
            0 => text.Replace($"\"{line.User}\"", $"[\"{line.User}\"]", StringComparison.Ordinal),
            1 => text.Replace($"\"{line.Item}\"", $$"""{"id":"{{line.Item}}"}""", StringComparison.Ordinal),
            _ => $"{line with { Time = "true" }}",
        };
    }

    private string WithoutTime(EventLine line) =>
        _dice.Chance(0.5)
            ? $"{line with { Time = "null" }}"
            : line.ToString().Replace($",\"occurred_at_ms\":{line.Time}", "", StringComparison.Ordinal);

    private static void Repeat(int count, Action action)
    {
        for (var i = 0; i < count; i++)
            action();
    }
}
