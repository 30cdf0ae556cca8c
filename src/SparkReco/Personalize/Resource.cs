using System.Text.Json.Nodes;

namespace SparkReco.Personalize;

/// <summary>A resource as the service describes it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Its members.</param>
public sealed record Resource(ResourceKind Kind, JsonObject Body)
{
    /// <summary>The name by which the service knows it.</summary>
    public string Arn => Text(Kind.ArnMember) ?? "";

    /// <summary>The name that its maker gave it; nothing where it has none.</summary>
    public string Name => Text(Kind.NameMember) ?? "";

    /// <summary>When it was made, in seconds since 1970 by the service's clock.</summary>
    public double CreatedAt => Number("creationDateTime");

    /// <summary>When it last changed, in seconds since 1970 by the service's clock.</summary>
    public double ChangedAt => Number("lastUpdatedDateTime");

    /// <summary>The status of a change under way, or else its own; a schema has none, and is there.</summary>
    public string Status =>
        Body[$"latest{Kind.Name}Update"] is JsonObject update && update["status"]?.GetValue<string>() is { } status && !IsDone(status)
            ? status
            : Text("status") ?? "ACTIVE";

    /// <summary>Why it failed; null where nothing says it.</summary>
    public string? FailureReason => Text("failureReason") ?? (Body[$"latest{Kind.Name}Update"] as JsonObject)?["failureReason"]?.GetValue<string>();

    /// <summary>Whether it can be used.</summary>
    public bool IsActive => IsDone(Status);

    /// <summary>Whether it will never be usable: failed or stopped, in whatever words.</summary>
    public bool IsLost => new[] { "FAILED", "STOPPED", "INACTIVE" }.Any(word => Status.Contains(word, StringComparison.Ordinal));

    /// <summary>A text of it.</summary>
    public string? Text(string member) => Body[member]?.GetValue<string>();

    private double Number(string member) => Body[member] is { } value ? value.GetValue<double>() : 0;

    private static bool IsDone(string status) => status is "ACTIVE" or "COMPLETED";
}
