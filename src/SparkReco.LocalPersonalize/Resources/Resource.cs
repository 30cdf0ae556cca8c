using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SparkReco.LocalPersonalize.Resources;

/// <summary>Anything that has an ARN. Its status is no member: it follows from times, and from how its work ended.</summary>
/// <param name="KindName">The kind's name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Id">Names its files: a later resource of the same name has another.</param>
/// <param name="Members">What it was made with, under the names of the service, and some members more that replies don't show.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="PendingUntil">When its work begins to show.</param>
/// <param name="ReadyAt">Before that it does not become ready, even where its work is done.</param>
internal sealed record Resource(
    string KindName,
    string Arn,
    string Id,
    JsonObject Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset PendingUntil,
    DateTimeOffset ReadyAt
)
{
    private const string Active = "ACTIVE";

    [JsonIgnore]
    public ResourceKind Kind => field ??= ResourceKind.Of(KindName);

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>Whether its work is done, well or not. What needs none is done from the beginning.</summary>
    public bool IsDone { get; init; }

    /// <summary>Why its work failed.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset? StopAskedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public DateTimeOffset? DeleteAskedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public ResourceUpdate? Update { get; init; }

    /// <summary>What goes wrong with its work on purpose.</summary>
    public Fault? Fault { get; init; }

    public string StatusAt(DateTimeOffset now)
    {
        if (DeleteAskedAt is { } asked)
            return now < asked + ((DeletedAt - asked) / 2) ? "DELETE PENDING" : "DELETE IN_PROGRESS";
        if (StoppedAt is { } stopped)
            return now < stopped ? "CREATE STOPPING" : "CREATE STOPPED";
        if (now < PendingUntil)
            return Spelled("CREATE PENDING");
        if (!IsDone || now < ReadyAt)
            return Spelled("CREATE IN_PROGRESS");
        return Spelled(Failure is null ? Active : "CREATE FAILED");
    }

    public bool IsActiveAt(DateTimeOffset now) => StatusAt(now) is Active or "COMPLETED";

    public bool IsUnderWayAt(DateTimeOffset now) =>
        StatusAt(now).EndsWith("PENDING", StringComparison.Ordinal) || StatusAt(now).EndsWith("IN_PROGRESS", StringComparison.Ordinal);

    public bool IsGoneAt(DateTimeOffset now) => DeletedAt <= now;

    /// <summary>The resource with its update done, once it is time.</summary>
    public Resource SettledAt(DateTimeOffset now)
    {
        if (Update is not { IsApplied: false } update || now < update.ReadyAt)
            return this;
        return With(update.Changes) with { Update = update with { IsApplied = true }, UpdatedAt = update.ReadyAt };
    }

    /// <summary>The resource with other values of some members.</summary>
    public Resource With(JsonObject changes)
    {
        var members = Members.DeepClone().AsObject();
        foreach (var (name, value) in changes)
            members[name] = value?.DeepClone();
        return this with { Members = members };
    }

    public string? Text(string member) => (string?)Members[member];

    /// <summary>Jobs that delete data have words of their own.</summary>
    private string Spelled(string status)
    {
        if (KindName != "DataDeletionJob")
            return status;
        return status switch
        {
            Active => "COMPLETED",
            "CREATE FAILED" => "FAILED",
            _ => status["CREATE ".Length..],
        };
    }
}

/// <summary>A change of a resource that shows some time after it was asked for.</summary>
/// <param name="Shown">The update as replies show it.</param>
/// <param name="Changes">The members that change.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="PendingUntil">When it begins to show.</param>
/// <param name="ReadyAt">When the members change.</param>
internal sealed record ResourceUpdate(
    JsonObject Shown,
    JsonObject Changes,
    DateTimeOffset CreatedAt,
    DateTimeOffset PendingUntil,
    DateTimeOffset ReadyAt
)
{
    public bool IsApplied { get; init; }

    public string StatusAt(DateTimeOffset now)
    {
        if (now >= ReadyAt)
            return "ACTIVE";
        return now < PendingUntil ? "CREATE PENDING" : "CREATE IN_PROGRESS";
    }
}
