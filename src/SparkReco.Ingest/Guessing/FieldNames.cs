namespace SparkReco.Ingest.Guessing;

/// <summary>Names that columns of companies' files have for the fields, the surest first; letters and digits in lower case alone.</summary>
internal static class FieldNames
{
    private const string Users =
        "userid uid memberid memberno membernumber customerid accountid subscriberid visitorid profileid personid studentid learnerid idstudent user member customer";
    private const string Items =
        "itemid contentid videoid courseid movieid podcastid lessonid articleid productid asin showid mediaid trackid songid episodeid idsite sku item content video course movie";

    private static readonly Dictionary<string, string> _names = new()
    {
        ["raw_users.user_id"] = Users + " id",
        ["raw_users.tier"] =
            "tier subscription subscriptiontype membership accounttype usertype issubscriber ispremium premium paid ispaid plan status",
        ["raw_users.plan"] = "plan planname plancode package product",
        ["raw_users.country"] = "country countrycode nation region location",
        ["raw_users.registered_on"] =
            "registeredon registeredat registrationdate signupdate signedupat joinedon joindate createdat createdon created",
        ["raw_users.last_active_on"] = "lastactiveon lastactiveat lastactive lastseen lastseenat lastlogin lastloginat",
        ["raw_users.is_monthly_active"] = "ismonthlyactive monthlyactive",
        ["raw_items.item_id"] = Items + " id",
        ["raw_items.content_type"] = "contenttype type kind itemtype mediatype format activitytype",
        ["raw_items.title"] = "title name itemname coursename headline primarytitle",
        ["raw_items.category"] = "category categories genre genres topic topics subject tags",
        ["raw_items.language"] = "language lang locale originallanguage",
        ["raw_items.duration_seconds"] =
            "durationseconds durationsec durationms durationmillis durationminutes durationmin duration lengthseconds length runtimeminutes runtime",
        ["raw_items.published_on"] = "publishedon publishedat publishdate releasedate releaseyear startyear dateadded createdat createdon year",
        ["raw_items.is_available"] = "isavailable available isactive active enabled",
        ["raw_events.event_id"] = "eventid interactionid logid uuid id",
        ["raw_events.user_id"] = Users,
        ["raw_events.item_id"] = Items,
        ["raw_events.event_type"] = "eventtype eventname event action actiontype interaction interactiontype activity activitytype type verb",
        ["raw_events.occurred_at"] =
            "occurredat occurredatms timestamp eventtimestamp eventtime eventdate time ts datetime createdat viewedat watchedat date day when",
        ["raw_events.event_count"] = "eventcount sumclick clicks views plays count",
        ["raw_events.watch_seconds"] =
            "watchseconds secondswatched watchms msplayed watchminutes minuteswatched watchtime playtime dwelltime duration",
        ["raw_events.source"] = "source referrer channel surface",
        ["raw_events.position"] = "position rank slot",
    };

    private static readonly Dictionary<string, string[]> _files = new()
    {
        ["raw_users"] = ["user", "member", "customer", "account", "subscriber", "student", "profile"],
        ["raw_items"] = ["item", "content", "course", "video", "movie", "podcast", "product", "catalog", "article", "title"],
        ["raw_events"] = ["event", "log", "click", "view", "rating", "interaction", "activity", "history", "play", "watch"],
    };

    /// <summary>The column that is most likely a field's; null where no name is known.</summary>
    public static ColumnSample? Find(RawTable table, RawField field, IEnumerable<ColumnSample> columns)
    {
        string[] names = [Plain(field.Name), .. _names.GetValueOrDefault($"{table.Name}.{field.Name}", "").Split(' ')];
        return columns
            .Select(column =>
                (Column: column, Place: Math.Max(Array.IndexOf(names, Plain(column.Name)), Array.IndexOf(names, Plain(column.Name.Split('.')[^1]))))
            )
            .Where(found => found.Place >= 0)
            .OrderBy(found => found.Place)
            .Select(found => found.Column)
            .FirstOrDefault();
    }

    /// <summary>Whether a file's name speaks of a table's rows.</summary>
    public static bool Names(RawTable table, string path) =>
        _files[table.Name].Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A name's letters and digits, in lower case.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
