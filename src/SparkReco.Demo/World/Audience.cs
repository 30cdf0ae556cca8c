namespace SparkReco.Demo.World;

/// <summary>
/// Builds the users. 35 % pay. Paying users come more often, know what they want (conformity about 0.2, five topics) and
/// like courses; free users come less often, follow the trend (conformity 0.55 to 0.95: the rarer, the more) and like videos and podcasts.
/// Activity is long-tailed. A quarter registered during the history; a fifth pauses, and some of those return after the run date.
/// 4 % have no history: half of them are new and appear after the run date, half never come.
/// </summary>
internal static class Audience
{
    private const ulong Stream = 2;
    private static readonly string[] PaidPlans = ["monthly", "annual", "team"];
    private static readonly string[] Countries = ["US", "GB", "IN", "CA", "DE", "AT", "FR", "ES", "MX"];

    public static Member[] Create(DemoOptions options)
    {
        var dice = new Dice(options.Seed, Stream);
        return [.. Enumerable.Range(0, options.UserCount).Select(index => Create(index, dice, options))];
    }

    private static Member Create(int index, Dice dice, DemoOptions options)
    {
        var isPaid = dice.Chance(0.35);
        var country = Countries[dice.Weighted([0.28, 0.12, 0.1, 0.05, 0.16, 0.04, 0.11, 0.08, 0.06])];
        var activity = Math.Min(0.75, dice.LogNormal(isPaid ? 0.15 : 0.055, 0.9));
        var registered = dice.Chance(0.75) ? -1 - dice.Below(1_100) : dice.Below(options.HistoryDays);
        var presence = Presence.Draw(dice, isPaid, registered, options);
        return new Member
        {
            Index = index,
            Id = $"u{index + 1:00000}",
            IsPaid = isPaid,
            Plan = isPaid ? PaidPlans[dice.Weighted([0.5, 0.35, 0.15])] : "basic",
            Country = dice.Chance(0.02) ? null : country,
            Language = LanguageOf(country),
            RegisteredDay = presence.Registered,
            FirstDay = presence.First,
            PauseDay = presence.Pause,
            ReturnDay = presence.Return,
            Activity = activity,
            Conformity = isPaid ? dice.Between(0.1, 0.3) : Math.Clamp(1.05 - 4 * activity, 0.55, 0.95),
            Interests = Interests(dice, isPaid ? 5 : 3),
            TypeLiking = isPaid ? Liking(dice, 1.0, 0.6, 0.35) : Liking(dice, 0.35, 1.0, 0.6),
            Taste = [.. Enumerable.Range(0, Catalogue.StyleDimensions).Select(_ => dice.Normal())],
            Arm = dice.Chance(0.5) ? EventSource.Baseline : EventSource.Personalize,
        };
    }

    /// <summary>A few strong topics, half of them neighbours within a category, and a little of everything.</summary>
    private static double[] Interests(Dice dice, int strong)
    {
        var interests = new double[Topics.All.Count];
        Array.Fill(interests, 0.15 / interests.Length);
        var left = 0.85;
        var topic = dice.Below(interests.Length);
        for (var i = 0; i < strong; i++)
        {
            var share = i == strong - 1 ? left : left * dice.Between(0.3, 0.6);
            interests[topic] += share;
            left -= share;
            topic = dice.Chance(0.5) ? topic / 3 * 3 + dice.Below(3) : dice.Below(interests.Length);
        }

        return interests;
    }

    private static double[] Liking(Dice dice, double course, double video, double podcast) =>
        [dice.LogNormal(course, 0.5), dice.LogNormal(video, 0.5), dice.LogNormal(podcast, 0.5)];

    private static string LanguageOf(string country) =>
        country switch
        {
            "DE" or "AT" => "de",
            "FR" => "fr",
            "ES" or "MX" => "es",
            _ => "en",
        };
}
