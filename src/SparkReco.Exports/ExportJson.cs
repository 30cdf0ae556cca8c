using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SparkReco.Exports;

/// <summary>JSON as other programs want it, easy to read and to compare: indented, with characters as they are, and without members that say nothing.</summary>
internal static class ExportJson
{
    private static readonly JsonSerializerOptions Pascal = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions Camel = new(Pascal) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>With the members' names in camel case, as Grafana has them.</summary>
    public static string CamelCase(object value) => JsonSerializer.Serialize(value, Camel) + "\n";

    /// <summary>With the members' names as they are, as AWS has them.</summary>
    public static string PascalCase(object value) => JsonSerializer.Serialize(value, Pascal) + "\n";
}
