namespace SparkReco.Demo.World;

/// <summary>
/// Builds the items. A topic has about one in 36 of them; 40 % are courses, 40 % videos, 20 % podcasts; 64 % are English.
/// About half of the items belong to a series of two to four parts of one topic, type and language.
/// 70 % existed before the first event; of the rest a quarter appeared in the last 30 days of history. 3 % are withdrawn.
/// </summary>
internal static class Catalogue
{
    public const int StyleDimensions = 3;
    private const ulong Stream = 1;
    private static readonly string[] ContentTypes = ["course", "video", "podcast"];
    private static readonly string[] Languages = ["en", "de", "fr", "es"];

    public static Item[] Create(DemoOptions options)
    {
        var dice = new Dice(options.Seed, Stream);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        var items = new List<Item>(options.ItemCount);
        while (items.Count < options.ItemCount)
            AddSeries(items, titles, dice, options);

        return [.. items];
    }

    private static void AddSeries(List<Item> items, HashSet<string> titles, Dice dice, DemoOptions options)
    {
        var topic = dice.Below(Topics.All.Count);
        var type = ContentTypes[dice.Weighted([0.4, 0.4, 0.2])];
        var language = Languages[dice.Weighted([0.64, 0.14, 0.11, 0.11])];
        var parts = dice.Chance(0.3) ? 2 + dice.Below(3) : 1;
        parts = Math.Min(parts, options.ItemCount - items.Count);
        var theme = dice.OneOf(Topics.All[topic].Themes);
        var published = PublishedDay(dice, options);
        var quality = dice.LogNormal(1, 0.9);
        var style = Enumerable.Range(0, StyleDimensions).Select(_ => dice.Normal()).ToArray();
        var title = Titles.Of(dice, language, type, Topics.All[topic], theme);
        for (var edition = 2; !titles.Add(title); edition++)
            title = $"{Titles.Of(dice, language, type, Topics.All[topic], theme)} ({edition})";

        for (var part = 1; part <= parts; part++)
        {
            items.Add(
                new Item
                {
                    Id = $"i{items.Count + 1:0000}",
                    ContentType = type,
                    Title = parts == 1 ? title : $"{title}, Part {part}",
                    Category = Topics.All[topic].Category,
                    Language = language,
                    DurationSeconds = Duration(dice, type),
                    PublishedDay = Math.Min(published + (part - 1) * 7, options.HistoryDays - 1),
                    WithdrawnDay = dice.Chance(0.03) ? dice.Below(options.HistoryDays - 1) : int.MaxValue,
                    Topic = topic,
                    Quality = Math.Min(6, quality * dice.LogNormal(1, 0.3)),
                    Hype = Math.Min(6, dice.LogNormal(2, 0.7)),
                    Style = style,
                    PreviousPart = part == 1 ? -1 : items.Count - 1,
                }
            );
        }
    }

    private static int PublishedDay(Dice dice, DemoOptions options) => dice.Chance(0.7) ? -1 - dice.Below(1_000) : dice.Below(options.HistoryDays);

    private static int Duration(Dice dice, string type) =>
        60
        * type switch
        {
            "course" => (int)dice.Between(60, 360),
            "video" => (int)dice.Between(4, 35),
            _ => (int)dice.Between(18, 75),
        };
}
