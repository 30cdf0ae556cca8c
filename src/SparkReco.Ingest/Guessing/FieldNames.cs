namespace SparkReco.Ingest.Guessing;

/// <summary>Names that columns of companies' files have for the fields, English and German, the surest first; letters and digits in lower case alone.</summary>
internal static class FieldNames
{
    private const string Users =
        "userid uid userpseudoid distinctid anonymousid domainuserid memberid memberno membernumber customerid accountid subscriberid visitorid profileid personid studentid learnerid idstudent user member customer benutzerid benutzernummer benutzernr nutzerid nutzernummer nutzernr kundenid kundennummer kundennr mitgliedsid mitgliedsnummer mitgliedsnr benutzer nutzer kunde mitglied";
    private const string Items =
        "itemid contentid videoid courseid movieid podcastid lessonid articleid productid asin showid mediaid trackid songid episodeid idsite sku item content video course movie inhaltid inhaltsid kursid filmid folgenid artikelid artikelnummer artikelnr medienid inhalt kurs film folge artikel";

    private static readonly Dictionary<string, string> _names = new()
    {
        ["raw_users.user_id"] = Users + " id",
        ["raw_users.tier"] =
            "tier subscription subscriptiontype membership accounttype usertype issubscriber ispremium premium paid ispaid plan status tarif abo abotyp mitgliedschaft kundenart istpremium bezahlt",
        ["raw_users.plan"] = "plan planname plancode package product tarifname produkt paket tarif",
        ["raw_users.country"] = "country countrycode nation region location land ländercode laendercode",
        ["raw_users.registered_on"] =
            "registeredon registeredat registrationdate signupdate signedupat joinedon joindate createdat createdon created registriertam registrierungsdatum registriert angemeldetam anmeldedatum beigetretenam mitgliedseit erstelltam",
        ["raw_users.last_active_on"] =
            "lastactiveon lastactiveat lastactive lastseen lastseenat lastlogin lastloginat zuletztaktiv zuletztaktivam letzteaktivität letzteaktivitaet letzterlogin letzteanmeldung",
        ["raw_users.is_monthly_active"] = "ismonthlyactive monthlyactive",
        ["raw_items.item_id"] = Items + " id title titel",
        ["raw_items.content_type"] = "contenttype type kind itemtype mediatype format activitytype inhaltstyp inhaltsart medientyp typ art",
        ["raw_items.format"] = "format subtype kind activitytype",
        ["raw_items.title"] = "title name itemname coursename headline primarytitle titel bezeichnung",
        ["raw_items.category"] = "category categories genre genres topic topics subject tags kategorie kategorien rubrik thema themen",
        ["raw_items.language"] = "language lang locale originallanguage sprache",
        ["raw_items.duration_seconds"] =
            "durationseconds durationsec durationms durationmillis durationminutes durationmin duration lengthseconds length runtimeminutes runtime minutes min dauersekunden dauerminuten dauermin dauer laufzeit länge laenge minuten",
        ["raw_items.published_on"] =
            "publishedon publishedat publishdate releasedate releaseyear startyear dateadded createdat createdon year veröffentlichtam veroeffentlichtam veröffentlicht veroeffentlicht veröffentlichungsdatum erscheinungsdatum erschienenam erschienen erstelltam datum jahr",
        ["raw_items.is_available"] = "isavailable available isactive active enabled verfügbar verfuegbar aktiv",
        ["raw_events.event_id"] = "eventid interactionid logid messageid insertid uuid id",
        ["raw_events.user_id"] = Users,
        ["raw_events.item_id"] = Items + " title titel",
        ["raw_events.event_type"] =
            "eventtype eventname event action actiontype interaction interactiontype activity activitytype type verb ereignis ereignistyp ereignisart aktion aktivität aktivitaet",
        ["raw_events.occurred_at"] =
            "occurredat occurredatms timestamp eventtimestamp eventtime eventdate time ts datetime createdat viewedat watchedat originaltimestamp clienttime sentat servertime receivedat date day when zeitstempel zeitpunkt datumuhrzeit datum zeit tag",
        ["raw_events.event_count"] = "eventcount sumclick clicks views plays count anzahl",
        ["raw_events.watch_seconds"] =
            "watchseconds secondswatched watchms msplayed watchminutes minuteswatched watchtime playtime engagementtimemsec dwelltime duration watchmin watchedminutes viewminutes viewedminutes minutesviewed minutes min angesehenesekunden geseheneminuten angeseheneminuten gesehenesekunden minutengesehen sehdauersek sehdauersekunden sehdauer sehzeit wiedergabedauer wiedergabezeit dauerminuten dauermin dauer minuten",
        ["raw_events.source"] = "source referrer channel surface quelle herkunft kanal",
        ["raw_events.position"] = "position rank slot platz rang stelle",
    };

    private static readonly Dictionary<string, string[]> _files = new()
    {
        ["raw_users"] = ["user", "member", "customer", "account", "subscriber", "student", "profile", "benutzer", "nutzer", "kunde", "mitglied"],
        ["raw_items"] =
        [
            "item",
            "content",
            "course",
            "video",
            "movie",
            "podcast",
            "product",
            "catalog",
            "article",
            "title",
            "inhalt",
            "kurs",
            "film",
            "katalog",
        ],
        ["raw_events"] =
        [
            "event",
            "log",
            "click",
            "view",
            "rating",
            "interaction",
            "activity",
            "history",
            "play",
            "watch",
            "ereignis",
            "klick",
            "bewertung",
            "aktivit",
            "verlauf",
        ],
    };

    /// <summary>The column that is most likely a field's, one that holds something before others; null where no name is known.</summary>
    public static ColumnSample? Find(RawTable table, RawField field, IEnumerable<ColumnSample> columns)
    {
        string[] names = [Plain(field.Name), .. _names.GetValueOrDefault($"{table.Name}.{field.Name}", "").Split(' ')];
        return columns
            .Select(column => (Column: column, Place: Math.Max(Array.IndexOf(names, Plain(column.Name)), Array.IndexOf(names, Called(column.Name)))))
            .Where(found => found.Place >= 0)
            .OrderBy(found => found.Column.Values.Count == 0)
            .ThenBy(found => found.Place)
            .Select(found => found.Column)
            .FirstOrDefault();
    }

    /// <summary>What a path is called; an id within something is that thing's: <c>properties.course.id</c> is a courseid.</summary>
    private static string Called(string column) =>
        Plain(ColumnPath.Label(column)) is var label && label == "id" && ColumnPath.Parse(column) is [.., { Key: null } parent, _]
            ? Plain(parent.Name) + label
            : label;

    /// <summary>Whether a file's name speaks of a table's rows.</summary>
    public static bool Names(RawTable table, string path) =>
        _files[table.Name].Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name's letters and digits, in lower case.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
