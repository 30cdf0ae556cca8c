using System.Globalization;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>Which interactions count for a solution version, and how much.</summary>
internal sealed class EventWeights
{
    private readonly Dictionary<string, (double? Threshold, float Weight)>? _byType;
    private readonly string? _eventType;
    private readonly double? _threshold;

    /// <param name="solution">A solution, or a version of it.</param>
    public EventWeights(Resource solution)
    {
        var configuration = solution.Members["solutionConfig"] as JsonObject;
        _eventType = solution.Text("eventType");
        _threshold = Number((string?)configuration?["eventValueThreshold"]);
        _byType = (configuration?["eventsConfig"]?["eventParametersList"] as JsonArray)
            ?.OfType<JsonObject>()
            .Where(rule => rule["eventType"] is not null)
            .GroupBy(rule => (string)rule["eventType"]!)
            .ToDictionary(rules => rules.Key, rules => ((double?)rules.Last()["eventValueThreshold"], (float?)(double?)rules.Last()["weight"] ?? 1));
    }

    /// <summary>The event type that alone counts; null where several do.</summary>
    public string? EventType => _eventType;

    /// <summary>What an interaction counts; 0 where it doesn't.</summary>
    /// <param name="type">The event's type; null where it has none.</param>
    /// <param name="value">The event's value; NaN where it has none.</param>
    public float Of(string? type, double value)
    {
        if (_byType is not null)
        {
            if (type is null || !_byType.TryGetValue(type, out var rule))
                return 0;
            return rule.Threshold is null || value >= rule.Threshold ? rule.Weight : 0;
        }

        if (_eventType is not null && type != _eventType)
            return 0;
        return _threshold is null || value >= _threshold ? 1 : 0;
    }

    /// <summary>The number of a threshold, which the service takes as a text.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
