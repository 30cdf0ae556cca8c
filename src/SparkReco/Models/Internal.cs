namespace SparkReco.Models;

/// <summary>Models that only other models read. Their columns are what their SQL's last select says.</summary>
public static class Internal
{
    /// <summary>A model that is computed once.</summary>
    public static Model Table(string room, string name, Lifetime lifetime = Lifetime.Stage) => Of(room, name, lifetime);

    /// <summary>A model that is computed once, with a shortcut.</summary>
    public static Model Table(string room, string name, Lifetime lifetime, Kernel shortcut, IReadOnlyList<string> reads) =>
        Of(room, name, lifetime, shortcut, reads);

    /// <summary>A model that is computed where it is read.</summary>
    public static Model View(string room, string name) => Of(room, name, Lifetime.View);

    private static Model Of(string room, string name, Lifetime lifetime, Kernel? shortcut = null, params IReadOnlyList<string> reads) =>
        new()
        {
            Room = room,
            Name = name,
            Grain = "see the file",
            Columns = [],
            Lifetime = lifetime,
            Shortcut = shortcut,
            ShortcutReads = reads,
        };
}
