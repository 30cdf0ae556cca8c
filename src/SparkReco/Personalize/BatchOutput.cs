using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>One line of a batch inference output: a user's list, or what is wrong with the line.</summary>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Id">The user, or the item, that the list is for, without surrounding blanks; null where the line names none.</param>
/// <param name="Items">The items in order; empty where there are none.</param>
/// <param name="Scores">A score or null for each item; null where the output has none, or not as many as items.</param>
/// <param name="Problem">What is wrong; a line with a problem may still have a list.</param>
public sealed record BatchLine(long Line, string? Id, IReadOnlyList<string> Items, IReadOnlyList<double?>? Scores, string? Problem);

/// <summary>
/// Reads the output of Amazon Personalize's batch inference jobs: JSON Lines in <c>.out</c> objects, in any order, with or without scores and
/// errors. Nothing in a line stops the reading.
/// </summary>
public static partial class BatchOutput
{
    // A list of 500 items whose ids have 256 characters of four bytes, with scores, is a tenth of it.
    private const int MaxLineBytes = 4 << 20;

    private const string OfItem = "a list for an item (input.itemId), as jobs of similar items make, and not for a user";

    /// <summary>The output that some paths of a setting name.</summary>
    public static SourceSettings Source(string key, IReadOnlyList<string> paths) =>
        new()
        {
            Key = key,
            Paths = paths,
            Choose = Choose,
        };

    /// <summary>
    /// The <c>.out</c> files of a path, which may hold other objects, such as the service's <c>_CHECK</c>. A job writes into one folder: where
    /// several below the path have such files, those of the newest job are read.
    /// </summary>
    public static FileChoice Choose(IReadOnlyList<StoredFile> files)
    {
        var jobs = files
            .Where(file => file.Name.EndsWith(".out", StringComparison.Ordinal))
            .GroupBy(file => file.Path.Folder)
            .OrderByDescending(job => job.Max(file => file.ChangedAt))
            .ThenByDescending(job => $"{job.Key}", StringComparer.Ordinal)
            .ToArray();
        const string WhenNone = "has no .out file: name the output folder of a batch inference job";
        return jobs.Length < 2
            ? new FileChoice([.. jobs.SelectMany(job => job)], null, WhenNone)
            : new FileChoice(
                [.. jobs[0]],
                $"the lists in {jobs[0].Key} are the newest and are taken; those of other jobs are left out: {string.Join(", ", jobs[1..].Select(job => job.Key))}",
                WhenNone
            );
    }

    /// <summary>Whether the first line that says whom its list is for names an item, as jobs of similar items do.</summary>
    public static bool IsOfItems(Stream bytes) =>
        Read(bytes).FirstOrDefault(line => line.Id is not null || line.Problem == OfItem) is { Problem: OfItem };

    /// <summary>The lines of a file; blank ones are skipped. A line that is longer than any list is a problem, and never in memory as a whole.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="ofItems">Whether the lists are for items (RELATED_ITEMS), and not for users.</param>
    public static IEnumerable<BatchLine> Read(Stream bytes, bool ofItems = false)
    {
        using var lines = new LineReader(bytes, linesBefore: 0, MaxLineBytes);
        while (lines.Read())
        {
            var text = lines.IsTooLong ? "" : Encoding.UTF8.GetString(lines.Line).TrimStart('\uFEFF');
            if (lines.IsTooLong)
                yield return new BatchLine(lines.Number, null, [], null, $"longer than {MaxLineBytes >> 20} MB");
            else if (!string.IsNullOrWhiteSpace(text))
                yield return Parse(lines.Number, text, ofItems ? "itemId" : "userId");
        }
    }

    private static BatchLine Parse(long number, string text, string subject)
    {
        try
        {
            // Some writers print NaN and Infinity as scores, which are not JSON: such a score is unknown.
            using var document = JsonDocument.Parse(
                text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                    ? NotANumber().Replace(text, "null")
                    : text
            );
            return Parse(number, document.RootElement, subject);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // An escape that is half a character is found only when its text is read: an InvalidOperationException.
            return new BatchLine(number, null, [], null, "not valid JSON");
        }
    }

    private static BatchLine Parse(long number, JsonElement root, string subject)
    {
        var id = Text(Member(Member(root, "input"), subject))?.Trim();
        if (string.IsNullOrEmpty(id))
            return Bad(subject == "itemId" || Member(Member(root, "input"), "itemId") is null ? $"no input.{subject}" : OfItem);
        if (Text(Member(root, "error")) is { Length: > 0 })
            return Bad("the service reported an error", id);
        if (Member(Member(root, "output"), "recommendedItems") is not { ValueKind: JsonValueKind.Array } array)
            return Bad("no output.recommendedItems", id);
        var items = array.EnumerateArray().Select(item => Text(item)?.Trim()).ToArray();
        if (items.Length == 0)
            return Bad("an empty list", id);
        if (items.Any(string.IsNullOrEmpty))
            return Bad("an item without an id", id);
        var scores = Member(Member(root, "output"), "scores") is { ValueKind: JsonValueKind.Array } values
            ? values
                .EnumerateArray()
                .Select(value =>
                    value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var score) && double.IsFinite(score) ? score : (double?)null
                )
                .ToArray()
            : null;
        return scores is not null && scores.Length != items.Length
            ? new BatchLine(number, id, items!, null, "not as many scores as items")
            : new BatchLine(number, id, items!, scores, null);

        BatchLine Bad(string problem, string? of = null) => new(number, of, [], null, problem);
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A string, or a number's own text: ids are strings even when they look like numbers.</summary>
    private static string? Text(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

    [GeneratedRegex("""(?<=[\[,:]\s*)-?(NaN|Infinity)(?=\s*[,\]}])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotANumber();
}
