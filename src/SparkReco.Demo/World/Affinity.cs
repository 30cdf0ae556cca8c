namespace SparkReco.Demo.World;

/// <summary>How much one user likes each item: interest in the topic x type x language x style x quality.</summary>
internal sealed class Affinity
{
    private const double ForeignLanguage = 0.03;
    private const double EnglishAsSecond = 0.25;
    private const double StyleStrength = 0.55;

    public Affinity(Member member, IReadOnlyList<Item> items)
    {
        Fit = [.. items.Select(item => LanguageFit(member, item) * TypeFit(member, item))];
        Own = [.. items.Select((item, index) => Fit[index] * member.Interests[item.Topic] * StyleFit(member, item) * Math.Sqrt(item.Quality))];
        OwnTop = Own.OrderDescending().ElementAt(Math.Min(20, Own.Length - 1));
    }

    /// <summary>Language and type only: what filters even a follower of trends.</summary>
    public double[] Fit { get; }

    /// <summary>The user's own choice, without the crowd.</summary>
    public double[] Own { get; }

    /// <summary>The weight of the twentieth item.</summary>
    public double OwnTop { get; }

    private static double LanguageFit(Member member, Item item) =>
        item.Language == member.Language ? 1
        : item.Language == "en" ? EnglishAsSecond
        : ForeignLanguage;

    private static double TypeFit(Member member, Item item) =>
        item.ContentType switch
        {
            "course" => member.TypeLiking[0],
            "video" => member.TypeLiking[1],
            _ => member.TypeLiking[2],
        };

    private static double StyleFit(Member member, Item item) =>
        Math.Exp(StyleStrength * member.Taste.Zip(item.Style, (taste, style) => taste * style).Sum());
}
