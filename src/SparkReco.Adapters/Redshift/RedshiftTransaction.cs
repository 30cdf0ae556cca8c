using System.Text.Json.Nodes;

namespace SparkReco.Adapters.Redshift;

/// <summary>Statements of one transaction, and what is known of it. It may be asked for again until it is known how it ended.</summary>
/// <param name="request">The call that begins it, with the token by which the service knows it: sent twice, it runs once.</param>
internal sealed class RedshiftTransaction(JsonObject request)
{
    public JsonObject Request => request;

    /// <summary>The service's name for it; null until it was answered.</summary>
    public string? Id { get; set; }

    /// <summary>Whether it may run, or be committed without anybody knowing.</summary>
    public bool MayRun { get; set; }
}
