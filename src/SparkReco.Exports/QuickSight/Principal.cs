using System.Text.RegularExpressions;

namespace SparkReco.Exports.QuickSight;

/// <summary>A user or a group of QuickSight, who gets what is made.</summary>
/// <param name="Arn">The whole name.</param>
/// <param name="Partition">The partition of AWS, such as <c>aws</c>.</param>
/// <param name="Region">The region where its name is kept.</param>
/// <param name="Account">The account.</param>
public sealed partial record Principal(string Arn, string Partition, string Region, string Account)
{
    /// <summary>The principal of an ARN; null where it is none of QuickSight's.</summary>
    public static Principal? Parse(string arn) =>
        Form().Match(arn) is { Success: true } match
            ? new Principal(arn, match.Groups["partition"].Value, match.Groups["region"].Value, match.Groups["account"].Value)
            : null;

    [GeneratedRegex(
        "^arn:(?<partition>aws[a-z-]*):quicksight:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):(user|group|namespace)/.+$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
