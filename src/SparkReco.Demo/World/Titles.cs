namespace SparkReco.Demo.World;

/// <summary>Titles by language and content type; {0} is the topic, {1} the theme.</summary>
internal static class Titles
{
    private static readonly Dictionary<string, string[]> Patterns = new(StringComparer.Ordinal)
    {
        ["en/course"] = ["{0} from the Ground Up: {1}", "{0} in Practice: {1}", "The {0} Workshop: {1}"],
        ["en/video"] = ["{1}, Explained", "{0}: {1} in Ten Minutes", "Five Mistakes with {1}", "{1}: a Worked Example"],
        ["en/podcast"] = ["The {0} Podcast: {1}", "Talking {0}: {1}", "{0} Stories: \"{1}\""],
        ["de/course"] = ["Grundkurs {0}: {1}", "{0} für die Praxis: {1}"],
        ["de/video"] = ["{1}, kurz erklärt", "{0}: {1} in zehn Minuten"],
        ["de/podcast"] = ["Der {0}-Podcast: {1}", "Gespräche über {0}: {1}"],
        ["fr/course"] = ["{0}, les bases : {1}", "{0} en pratique : {1}"],
        ["fr/video"] = ["{1}, l'essentiel", "{0} : {1} en dix minutes"],
        ["fr/podcast"] = ["{0}, le podcast : {1}", "À l'écoute de {0} : {1}"],
        ["es/course"] = ["{0} desde cero: {1}", "{0} en la práctica: {1}"],
        ["es/video"] = ["{1}, explicado", "{0}: {1} en diez minutos"],
        ["es/podcast"] = ["El pódcast de {0}: {1}", "Conversaciones sobre {0}: {1}"],
    };

    public static string Of(Dice dice, string language, string contentType, Topic topic, string theme) =>
        string.Format(dice.OneOf(Patterns[$"{language}/{contentType}"]), topic.Name, theme);
}
