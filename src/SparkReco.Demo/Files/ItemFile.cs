using SparkReco.Demo.World;

namespace SparkReco.Demo.Files;

/// <summary>
/// Writes <c>raw/items.csv</c> (RFC 4180 quoting). The fifth item's title ends in a script element, the tenth item comes twice,
/// and the last row ends after four fields.
/// </summary>
internal static class ItemFile
{
    private const int HostileItem = 4;
    private const int RepeatedItem = 9;
    private const string FilePath = "raw/items.csv";
    private const string HostileEnding = " & more <script>alert('reco')</script>";

    public static void Write(string folder, DemoWorld world, List<DemoFile> files, List<PlantedFlaw> flaws)
    {
        using var writer = DemoFolder.CreateText(folder, FilePath);
        writer.WriteLine("item_id,content_type,title,category,language,duration_seconds,published_on,is_available");
        for (var i = 0; i < world.Items.Count; i++)
        {
            var row = Row(world.Options, world.Items[i], world.Items[i].Title + (i == HostileItem ? HostileEnding : ""));
            writer.WriteLine(row);
            if (i == RepeatedItem)
                writer.WriteLine(row);
        }

        writer.WriteLine("i9998,video,Unfinished Row,design");
        files.Add(new DemoFile(FilePath, world.Items.Count + 2));
        flaws.Add(new PlantedFlaw(FilePath, FlawKind.HostileTitle, 1));
        flaws.Add(new PlantedFlaw(FilePath, FlawKind.DuplicateItem, 1));
        flaws.Add(new PlantedFlaw(FilePath, FlawKind.TooFewFields, 1));
    }

    private static string Row(DemoOptions options, Item item, string title) =>
        string.Join(
            ',',
            item.Id,
            item.ContentType,
            Quote(title),
            item.Category,
            item.Language,
            item.DurationSeconds,
            options.FirstDate.AddDays(item.PublishedDay).ToString("yyyy-MM-dd"),
            item.WithdrawnDay > options.HistoryDays ? "true" : "false"
        );

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
