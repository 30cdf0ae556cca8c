namespace SparkReco.Demo.World;

/// <summary>A user as the company knows it, with the hidden traits that drive behaviour.</summary>
internal sealed record Member
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    public required bool IsPaid { get; init; }

    public required string Plan { get; init; }

    /// <summary>Null for two in a hundred.</summary>
    public required string? Country { get; init; }

    public required string Language { get; init; }

    /// <summary>Days from the first day of events; negative for those who came earlier.</summary>
    public required int RegisteredDay { get; init; }

    /// <summary>First day with possible sessions.</summary>
    public required int FirstDay { get; init; }

    /// <summary>Sessions stop on this day, and start again on <see cref="ReturnDay"/>.</summary>
    public required int PauseDay { get; init; }

    /// <summary>The day on which a paused user comes back; <see cref="int.MaxValue"/> for never.</summary>
    public required int ReturnDay { get; init; }

    /// <summary>Hidden: chance of a session on an average day.</summary>
    public required double Activity { get; init; }

    /// <summary>Hidden: share of own choices that follow the trend of the day and not the user's interests.</summary>
    public required double Conformity { get; init; }

    /// <summary>Hidden: shares of interest by topic, summing to one.</summary>
    public required double[] Interests { get; init; }

    /// <summary>Hidden: liking for courses, videos and podcasts.</summary>
    public required double[] TypeLiking { get; init; }

    /// <summary>Hidden: the style of item that the user likes.</summary>
    public required double[] Taste { get; init; }

    /// <summary>Which system fills the user's home row during the trial.</summary>
    public required EventSource Arm { get; init; }

    public bool IsActive(int day) => day >= FirstDay && (day < PauseDay || day >= ReturnDay);
}
