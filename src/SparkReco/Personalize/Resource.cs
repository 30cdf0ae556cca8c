using System.Text.Json.Nodes;
using SparkReco.Ingest;

namespace SparkReco.Personalize;

/// <summary>A resource as the service describes it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Its members.</param>
public sealed record Resource(ResourceKind Kind, JsonObject Body)
{
    private const int LongestReason = 500;

    /// <summary>A resource of which the ARN alone is known.</summary>
    public static Resource Of(ResourceKind kind, string arn) => new(kind, new JsonObject { [kind.ArnMember] = arn });

    /// <summary>The name by which the service knows it.</summary>
    public string Arn => Text(Kind.ArnMember) ?? "";

    /// <summary>The name that its maker gave it; nothing where it has none.</summary>
    public string Name => Text(Kind.NameMember) ?? "";

    /// <summary>When it was made, in seconds since 1970 by the service's clock.</summary>
    public double CreatedAt => Number("creationDateTime");

    /// <summary>When it last changed, in seconds since 1970 by the service's clock.</summary>
    public double ChangedAt => Number("lastUpdatedDateTime");

    /// <summary>The status of a change under way, or else its own; a schema has none, and is there. While a change goes on its own stays ACTIVE.</summary>
    public string Status => LatestChange is { } change && !IsDone(change) && !IsBad(change) ? change : Text("status") ?? "ACTIVE";

    /// <summary>How the latest change went; null where there was none.</summary>
    public string? LatestChange => Change?["status"]?.GetValue<string>();

    /// <summary>Why it failed, in a line; null where nothing says it.</summary>
    public string? FailureReason =>
        (Text("failureReason") ?? Change?["failureReason"]?.GetValue<string>()) is { } reason
            ? VisibleText.Line(reason.Length > LongestReason ? reason[..LongestReason] : reason)
            : null;

    /// <summary>Whether it can be used.</summary>
    public bool IsActive => IsDone(Status);

    /// <summary>Whether it will never be usable: failed or stopped, in whatever words.</summary>
    public bool IsLost => IsBad(Status);

    /// <summary>Whether it is being deleted.</summary>
    public bool IsGoing => Status.StartsWith("DELETE", StringComparison.Ordinal);

    /// <summary>A text of it.</summary>
    public string? Text(string member) => Body[member]?.GetValue<string>();

    private JsonObject? Change => Body[$"latest{Kind.Name}Update"] as JsonObject;

    private double Number(string member) => Body[member] is { } value ? value.GetValue<double>() : 0;

    private static bool IsDone(string status) => status is "ACTIVE" or "COMPLETED";

    private static bool IsBad(string status) =>
        new[] { "FAILED", "STOPPED", "INACTIVE" }.Any(word => status.Contains(word, StringComparison.Ordinal));
}
