using System.Text.Json;
using System.Text.Json.Serialization;
using SparkReco.ServiceModels;

namespace SparkReco.LocalPersonalize;

/// <summary>What can go wrong on purpose.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Nothing is done; the answer is ThrottlingException.</summary>
    [JsonStringEnumMemberName("throttle")]
    Throttle,

    /// <summary>The answer comes after <see cref="Fault.Milliseconds"/>.</summary>
    [JsonStringEnumMemberName("slow")]
    Slow,

    /// <summary>The resource that is asked for ends CREATE FAILED with <see cref="Fault.Reason"/>.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>The solution version that is asked for ends CREATE STOPPED.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>All is done, but the connection ends without an answer.</summary>
    [JsonStringEnumMemberName("lost-reply")]
    LostReply,

    /// <summary>Of the batch job's lines <see cref="Fault.Share"/> have an error.</summary>
    [JsonStringEnumMemberName("bad-lines")]
    BadLines,

    /// <summary>Nothing is done; the answer is ExpiredTokenException.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>Nothing is done; the answer is InternalFailure with status 500.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>One thing that goes wrong.</summary>
public sealed record Fault
{
    /// <summary>The operation, such as <c>CreateSolutionVersion</c>; <c>*</c> is any.</summary>
    public string Operation { get; init; } = "*";

    public required FaultKind Kind { get; init; }

    /// <summary>Which requests for the operation it befalls, counted from 1; without numbers, any.</summary>
    public IReadOnlyList<int>? Nth { get; init; }

    /// <summary>The share of those that it befalls, by a seeded draw.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How long an answer is kept back.</summary>
    public int Milliseconds { get; init; } = 1000;

    /// <summary>Why a job fails.</summary>
    public string Reason { get; init; } = "Internal service failure. Please try again.";

    /// <summary>The share of a batch job's lines that have an error.</summary>
    public double Share { get; init; } = 0.1;
}

/// <summary>All that goes wrong, and when.</summary>
/// <param name="Seed">Decides draws: the same requests in the same order fail in the same way.</param>
/// <param name="Rules">The rules, of which the first that fits a request is taken.</param>
public sealed record FaultPlan(int Seed, IReadOnlyList<Fault> Rules)
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static FaultPlan None { get; } = new(0, []);

    /// <summary>Reads a plan from JSON: <c>{"seed": 1, "rules": [{"operation": "CreateCampaign", "kind": "throttle", "nth": [1, 2]}]}</c>.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static FaultPlan Parse(string json)
    {
        if (JsonSerializer.Deserialize<FaultPlan>(json, Reading) is not { Rules: not null } plan)
            throw new JsonException("a plan of faults has rules");
        var operations = ServiceModel.AllOfPersonalize.SelectMany(service => service.Operations.Keys).Append("*").ToHashSet();
        return plan.Rules.FirstOrDefault(rule => !operations.Contains(rule.Operation)) is { } unknown
            ? throw new JsonException($"a rule is for '{unknown.Operation}', which is no operation of Amazon Personalize")
            : plan;
    }
}

/// <summary>Tells of each request what goes wrong with it.</summary>
internal sealed class FaultDraw(FaultPlan plan)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(plan.Seed);
    private readonly Dictionary<Fault, int> _seen = new(ReferenceEqualityComparer.Instance);

    public Fault? Next(string operation)
    {
        lock (_lock)
        {
            Fault? found = null;
            foreach (var rule in plan.Rules.Where(rule => rule.Operation == "*" || rule.Operation == operation))
            {
                var nth = _seen[rule] = _seen.GetValueOrDefault(rule) + 1;
                if (found is null && (rule.Nth?.Contains(nth) ?? true) && _random.NextDouble() < rule.Probability)
                    found = rule;
            }

            return found;
        }
    }
}
