using SparkReco.Configuration;
using SparkReco.History;
using SparkReco.Lists;

namespace SparkReco.Runs;

/// <summary>Refuses to publish a run whose input was mostly rejected, or that has lists for too few users.</summary>
public static class QualityGate
{
    // A job writes a user's list once, unless its input named the user twice.
    private const int MostRepeatedPercent = 1;

    private static readonly string[] Inputs = ["users", "items", "events", "lists"];

    /// <exception cref="QualityGateException">The run is refused; the message names each reason.</exception>
    public static void Check(Settings settings, IReadOnlyList<StageRecord> records)
    {
        List<string> reasons = [];
        foreach (var input in Rejections(records).Where(input => input.Percent > settings.Quality.MaxRejectedPercent))
            reasons.Add(
                $"{input.Rejected:N0} of {input.Rows:N0} rows of the {input.Input} were rejected ({input.Percent:0.0} %), more than 'quality.max_rejected_percent' = {settings.Quality.MaxRejectedPercent} allows"
            );
        foreach (var input in Inputs)
        {
            var percent = 100d * Count(records, $"{input}_bytes_rejected") / Math.Max(1, Count(records, $"{input}_bytes"));
            if (percent > settings.Quality.MaxRejectedPercent)
                reasons.Add(
                    $"no row could be kept of the files with {percent:0.0} % of the bytes of the {input}, more than 'quality.max_rejected_percent' = {settings.Quality.MaxRejectedPercent} allows"
                );
        }

        var users = Count(records, "users_with_list");
        if (users < settings.Quality.MinUsers)
            reasons.AddRange(WhyFewLists(settings, records, users));
        reasons.AddRange(WhyListsDoNotFit(settings, records));
        if (reasons.Count > 0)
            throw new QualityGateException(
                string.Join(Environment.NewLine, reasons.Concat(records.SelectMany(record => record.Notes)).Append("nothing was published"))
            );
    }

    /// <summary>Lists that were delivered for others than those they would be compared on are not judged: they would look like bad ones.</summary>
    private static IEnumerable<string> WhyListsDoNotFit(Settings settings, IReadOnlyList<StageRecord> records)
    {
        if (records.All(record => record.Stage != "lists"))
            yield break;
        var (answered, asked) = (Count(records, ListFit.Answered), Count(records, ListFit.Asked));
        if (answered < asked)
            yield return $"Amazon Personalize was asked for {asked:N0} lists, and its output answers {answered:N0} of them: it is not whole";
        foreach (var reason in Systems.OfLists(settings).SelectMany(system => WhyListsDoNotFit(settings, records, system)))
            yield return reason;
    }

    private static IEnumerable<string> WhyListsDoNotFit(Settings settings, IReadOnlyList<StageRecord> records, string system)
    {
        var (owner, least) = (Systems.Spoken(system), settings.Quality.MinKnownPercent);
        if (Of(ListFit.Lists) == 0)
        {
            var where =
                system != Systems.Personalize ? $"inputs.lists.{system}"
                : settings.Inputs.Personalize is null ? null
                : "inputs.personalize.paths";
            yield return $"there is no list of {owner} in what was delivered{(where is null ? "" : $": do the files of '{where}' hold rows?")}";
            yield break;
        }

        var (listed, eligible) = (Of(ListFit.ListedUsers), Of(ListFit.EligibleUsers));
        if (100d * listed / Math.Max(1, eligible) < least)
            yield return $"{owner} has lists for {listed:N0} of {eligible:N0} eligible users, fewer than 'quality.min_known_percent' = {least} asks for";
        foreach (
            var (known, all, what) in new[]
            {
                (ListFit.KnownLists, ListFit.Lists, "lists are of known users"),
                (ListFit.KnownPlaces, ListFit.Places, "places in lists hold known items"),
            }
        )
        {
            if (100d * Of(known) / Math.Max(1, Of(all)) < least)
                yield return $"of what {owner} delivered, {Of(known):N0} of {Of(all):N0} {what}, fewer than 'quality.min_known_percent' = {least} asks for";
        }

        if (100 * Of(ListFit.RepeatedUsers) > MostRepeatedPercent * Of(ListFit.KnownLists))
            yield return $"{Of(ListFit.RepeatedUsers):N0} users have several lists in Amazon Personalize's output, which is that of several jobs";

        long Of(string figure) => Count(records, ListFit.Of(figure, system));
    }

    /// <summary>Inputs without a row, which is why there are no lists; or else the number of lists. A file that was rejected whole has told its reason.</summary>
    private static IEnumerable<string> WhyFewLists(Settings settings, IReadOnlyList<StageRecord> records, long users)
    {
        var empty = Inputs
            .Where(input => input != "lists")
            .Where(input => Count(records, $"{input}_rows") + Count(records, $"{input}_bytes_rejected") == 0)
            .ToArray();
        return empty.Length > 0
            ? empty.Select(input => $"there are no {input}: the files of 'inputs.{input}.paths' hold no row")
            :
            [
                $"{users:N0} users have a list, fewer than 'quality.min_users' = {settings.Quality.MinUsers}; lists are made of what lies before the run date, {settings.RunDate:yyyy-MM-dd}",
            ];
    }

    /// <summary>Whether a file was rejected whole, something changed by more than is usual, or some input had more rejected rows than the warning allows.</summary>
    public static bool HasWarning(Settings settings, IReadOnlyList<StageRecord> records) =>
        Count(records, "files_rejected") > 0
        || Count(records, HistoryStage.Alerts) > 0
        || Rejections(records).Any(input => input.Percent > settings.Quality.WarnRejectedPercent);

    /// <summary>The rows and rejected rows of each input, without those that the settings leave out, from the records of the run.</summary>
    public static IEnumerable<(string Input, long Rows, long Rejected, double Percent)> Rejections(IReadOnlyList<StageRecord> records) =>
        from input in Inputs
        let rows = Count(records, $"{input}_rows") - Count(records, $"{input}_left_out")
        let rejected = Count(records, $"{input}_rejected")
        where rows > 0
        select (input, rows, rejected, 100d * rejected / rows);

    private static long Count(IReadOnlyList<StageRecord> records, string name) =>
        records.SelectMany(record => record.Counts).Where(count => count.Key == name).Sum(count => count.Value);
}

/// <summary>The run's result is not good enough to publish; nothing was published.</summary>
public sealed class QualityGateException : Exception
{
    public QualityGateException() { }

    public QualityGateException(string message)
        : base(message) { }

    public QualityGateException(string message, Exception inner)
        : base(message, inner) { }
}
