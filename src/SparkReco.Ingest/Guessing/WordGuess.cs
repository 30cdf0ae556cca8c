namespace SparkReco.Ingest.Guessing;

/// <summary>What words of companies most likely stand for.</summary>
internal static class WordGuess
{
    private static readonly Dictionary<string, string> _words = new()
    {
        ["tier.paid"] =
            "paid premium pro plus gold silver platinum subscriber subscribed paying family annual monthly vip true yes 1 bezahlt zahlend kostenpflichtig ja",
        ["tier.free"] = "free gratis trial basic guest none registered freemium false no 0 kostenlos frei nein",
        ["is_available.true"] = "ja verfügbar verfuegbar available active published aktiv",
        ["is_available.false"] = "nein unavailable inactive unpublished archived deleted inaktiv",
        ["content_type.course"] = "course lesson class tutorial training module learning kurs lektion schulung",
        ["content_type.video"] = "video movie film clip show series episode tvshow tvseries tvepisode stream lecture folge serie",
        ["content_type.podcast"] = "podcast audio song track music radio hörbuch hoerbuch",
        ["event_type.impression"] =
            "impression impressions shown exposure recommended displayed viewitemlist viewpromotion angezeigt eingeblendet empfohlen",
        ["event_type.click"] =
            "click clicked view viewed pageview open opened visit visited select selected start started enter screenview viewitem viewcontent selectitem selectcontent videostart contentviewed videostarted klick angeklickt geklickt aufruf aufgerufen geöffnet geoeffnet gestartet",
        ["event_type.watch"] =
            "watch watched play played playing listen listened stream streamed progress videoplay videoprogress videowatched videoplayed session gesehen angesehen abgespielt gehört gehoert wiedergabe",
        ["event_type.like"] =
            "like liked favorite favourite bookmark thumbsup upvote save saved share shared rate rated addtowishlist addtofavorites gefällt gefaellt gefälltmir favorit gemerkt bewertet bewertung geteilt",
        ["event_type.complete"] =
            "complete completed completion finish finished done passed videocomplete videocompleted tutorialcomplete coursecompleted lessoncompleted abgeschlossen beendet fertig",
    };

    /// <summary>The word of a field that another stands for; null where that is not known.</summary>
    public static string? Of(string field, string word) =>
        _words
            .Where(known => known.Key.StartsWith(field + ".", StringComparison.Ordinal) && known.Value.Split(' ').Contains(FieldNames.Plain(word)))
            .Select(known => known.Key[(field.Length + 1)..])
            .FirstOrDefault();
}
