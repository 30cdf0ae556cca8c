namespace SparkReco.Demo.World;

/// <summary>An item as the company knows it, with the hidden traits that its audience reacts to.</summary>
internal sealed record Item
{
    public required string Id { get; init; }

    public required string ContentType { get; init; }

    public required string Title { get; init; }

    public required string Category { get; init; }

    public required string Language { get; init; }

    public required int DurationSeconds { get; init; }

    /// <summary>Days from the first day of events; negative for the back catalogue.</summary>
    public required int PublishedDay { get; init; }

    /// <summary>The day from which nobody can play it; <see cref="int.MaxValue"/> when it stays.</summary>
    public required int WithdrawnDay { get; init; }

    /// <summary>Hidden: index of its topic.</summary>
    public required int Topic { get; init; }

    /// <summary>Hidden: how good it is; the long tail of popularity comes from it.</summary>
    public required double Quality { get; init; }

    /// <summary>Hidden: how much attention it got when it was new.</summary>
    public required double Hype { get; init; }

    /// <summary>Hidden: its manner (hands-on or theory, calm or fast ...), matched with a user's taste.</summary>
    public required double[] Style { get; init; }

    /// <summary>Index of the part that comes before it in its series, or -1.</summary>
    public required int PreviousPart { get; init; }

    public bool IsPlayable(int day) => PublishedDay <= day && day < WithdrawnDay;
}
