using System.Text;
using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Kernels;
using SparkReco.Lists;
using SparkReco.Reports;

namespace SparkReco.ListSets;

/// <summary>Whether sets of lists can be compared: what is missing, repeated, short or spelt in another way is counted and told.</summary>
internal static class ListChecks
{
    // Some users are always new.
    private const double Enough = 0.95;
    private const double TooLittle = 0.8;

    // So many ids are tried in other spellings.
    private const int MostTried = 1000;

    /// <summary>All that is to tell, the gravest first.</summary>
    /// <exception cref="ConfigurationException">Two sets have no user in common, or nobody with a list did anything later.</exception>
    public static IReadOnlyList<Light> Of(IReadOnlyList<string> names, IReadOnlyList<ListSet> sets, TruthSet? truth, Ids ids, int mainCutoff) =>
        [
            .. ListMeter
                .PairsOf(sets.Count)
                .SelectMany(pair =>
                    OfPair(
                        names[pair.Reference],
                        names[pair.System],
                        sets[pair.Reference],
                        sets[pair.System],
                        ids,
                        isFirst: pair.Reference == 0,
                        isJudged: truth is not null
                    )
                )
                .Concat(names.Zip(sets).SelectMany(set => OfSet(set.First, set.Second, mainCutoff)))
                .Concat(truth is null ? [] : OfTruth(sets, truth, ids))
                .OrderByDescending(light => light.State),
        ];

    private static IEnumerable<Light> OfPair(string reference, string system, ListSet ours, ListSet theirs, Ids ids, bool isFirst, bool isJudged)
    {
        long both = 0,
            onlyOurs = 0,
            onlyTheirs = 0;
        for (var user = 0; user < ids.Users.Count; user++)
        {
            var (isOurs, isTheirs) = (ours.Of(user).Length > 0, theirs.Of(user).Length > 0);
            both += isOurs && isTheirs ? 1 : 0;
            onlyOurs += isOurs && !isTheirs ? 1 : 0;
            onlyTheirs += isTheirs && !isOurs ? 1 : 0;
        }

        var spelt =
            Spelt(ids.Users, user => theirs.Of(user).Length > 0 && ours.Of(user).Length == 0, user => ours.Of(user).Length > 0)
            ?? $"{Examples(ids.Users, user => ours.Of(user).Length > 0, user => theirs.Of(user).Length > 0)}: are they lists of other users?";
        if (both == 0 && isFirst)
            throw new ConfigurationException(
                $"no user has a list in both '{reference}' ({ours.Found.Users:N0} users) and '{system}' ({theirs.Found.Users:N0} users): {spelt}"
            );
        var all = both + onlyOurs + onlyTheirs;
        var share = both / (double)all;
        var isSpelt = onlyTheirs > 0 && spelt.Contains("' where", StringComparison.Ordinal);
        var state =
            share >= Enough && !isSpelt ? LightState.Good
            : isJudged && share < TooLittle || isSpelt ? LightState.Bad
            : LightState.Look;
        yield return new Light(
            $"Users with lists of '{reference}' and '{system}'",
            state,
            $"{both:N0} of {all:N0}",
            $"{onlyOurs:N0} have one of '{reference}' alone, {onlyTheirs:N0} one of '{system}' alone{(isSpelt ? $", {spelt}" : "")}. Agreement is that of users with both{(isJudged ? "; a user without a list counts as one without a hit" : "")}.",
            state == LightState.Good ? "" : $"{both:N0} of {all:N0} users have both lists{(isSpelt ? $": {spelt}" : "")}"
        );
        var (ourItems, theirItems) = (Marked(ours, ids), Marked(theirs, ids));
        var common = ourItems.Zip(theirItems).LongCount(item => item.First && item.Second);
        var cause = Spelt(ids.Items, item => theirItems[item] && !ourItems[item], item => ourItems[item]);
        var unlike = common == 0 ? Examples(ids.Items, item => ourItems[item], item => theirItems[item]) : "";
        yield return new Light(
            $"Items that '{reference}' and '{system}' both show",
            cause is not null || common == 0 ? LightState.Bad : LightState.Good,
            $"{common:N0} of {theirs.Found.Items:N0}",
            $"Of the different items in the lists of '{system}'; those of '{reference}' have {ours.Found.Items:N0}{(cause is null ? "" : $". {cause}")}.",
            cause is not null ? $"ids of items differ between '{reference}' and '{system}': {cause}"
                : common == 0 ? $"no item of '{system}' is in a list of '{reference}': {unlike}"
                : ""
        );
    }

    private static IEnumerable<Light> OfSet(string name, ListSet set, int mainCutoff)
    {
        var found = set.Found;
        if (found.Incomplete > 0)
            yield return new Light(
                $"Rows of '{name}' left out",
                found.Incomplete > (1 - Enough) * found.Rows ? LightState.Bad : LightState.Look,
                $"{found.Incomplete:N0} of {found.Rows:N0}",
                "Rows without a user, an item, or a place that is a number.",
                found.Incomplete > (1 - Enough) * found.Rows ? $"{found.Incomplete:N0} of {found.Rows:N0} rows of '{name}' are incomplete" : ""
            );
        if (found.Repeated > 0)
            yield return new Light(
                $"Repeated items in '{name}'",
                LightState.Look,
                $"{found.Repeated:N0}",
                "Items that stand before them in the same list; they are left out, and those behind them close up."
            );
        if (found.Tied > 0)
            yield return new Light(
                $"Shared places in '{name}'",
                LightState.Look,
                $"{found.Tied:N0}",
                "Items with the same place or score as another of the list; the order of their ids decides."
            );
        var longest = Math.Min(mainCutoff, found.Longest);
        long shorter = 0;
        for (var user = 0; user < set.UserCount; user++)
            shorter += set.Of(user).Length is > 0 and var length && length < mainCutoff ? 1 : 0;
        if (shorter > 0)
            yield return new Light(
                $"Short lists in '{name}'",
                LightState.Look,
                $"{shorter:N0} of {found.Users:N0}",
                $"Lists with fewer than {mainCutoff} items; overlap and precision divide by {mainCutoff} all the same. The longest has {found.Longest:N0}.",
                longest < mainCutoff ? $"no list of '{name}' has {mainCutoff} items" : ""
            );
    }

    private static IEnumerable<Light> OfTruth(IReadOnlyList<ListSet> sets, TruthSet truth, Ids ids)
    {
        bool HasList(int user) => sets.Any(set => set.Of(user).Length > 0);
        long judged = 0;
        for (var user = 0; user < truth.UserCount; user++)
            judged += truth.ItemsOf(user).Length > 0 && HasList(user) ? 1 : 0;
        var users = Spelt(ids.Users, user => truth.ItemsOf(user).Length > 0 && !HasList(user), HasList);
        if (judged == 0)
            throw new ConfigurationException(
                $"no user of --truth has a list: {users ?? $"{Examples(ids.Users, HasList, user => truth.ItemsOf(user).Length > 0)}: are they the same users?"}"
            );
        yield return new Light(
            "Users judged",
            judged < ComparisonJudge.MinUsers || users is not null ? LightState.Bad : LightState.Good,
            $"{judged:N0} of {truth.Users:N0}",
            $"Users of the truth with a list; only they can tell. The others are left out{(users is null ? "" : $": {users}")}.",
            users is null ? "" : $"ids of users differ between the lists and the truth: {users}"
        );
        var listed = new bool[ids.Items.Count];
        foreach (var set in sets)
            set.Mark(listed);
        var relevant = new bool[ids.Items.Count];
        truth.Mark(relevant);
        var found = relevant.Zip(listed).LongCount(item => item.First && item.Second);
        var items = Spelt(ids.Items, item => relevant[item] && !listed[item], item => listed[item]);
        yield return new Light(
            "Items of the truth in any list",
            items is not null || found == 0 ? LightState.Bad : LightState.Good,
            $"{found:N0} of {truth.Items:N0}",
            $"What users did later with items that no list shows cannot be foretold; it counts in recall and NDCG{(items is null ? "" : $". {items}")}.",
            items is not null ? $"ids of items differ between the lists and the truth: {items}"
                : found == 0 ? $"no item of the truth is in a list: {Examples(ids.Items, item => listed[item], item => relevant[item])}"
                : ""
        );
        if (truth.Incomplete > 0)
            yield return new Light(
                "Rows of the truth left out",
                LightState.Look,
                $"{truth.Incomplete:N0} of {truth.Rows:N0}",
                "Rows without a user or an item."
            );
    }

    private static bool[] Marked(ListSet set, Ids ids)
    {
        var marks = new bool[ids.Items.Count];
        set.Mark(marks);
        return marks;
    }

    /// <summary>How ids that are in the one place alone are spelt in the other, by the most frequent change; null where none is.</summary>
    private static string? Spelt(IdIndex ids, Func<int, bool> isAlone, Func<int, bool> isKnown)
    {
        var numbers = Enumerable.Range(0, ids.Count);
        if (numbers.Where(isKnown).Take(1).ToArray() is not [var known])
            return null;
        var example = Text(ids, known);
        return (
            from number in numbers.Where(isAlone).Take(MostTried)
            let id = Text(ids, number)
            from spelling in IdSpellings.Of(id, example)
            where ids.Find(Encoding.UTF8.GetBytes(spelling.Text)) is >= 0 and var other && isKnown(other)
            group (Id: id, spelling) by spelling.Change into changes
            orderby changes.Count() descending, changes.Key
            select $"'{changes.First().Id}' where the other has '{changes.First().spelling.Text}': {changes.Key}"
        ).FirstOrDefault();
    }

    /// <summary>An id of the one place and one of the other, where no spelling leads from the one to the other.</summary>
    private static string Examples(IdIndex ids, Func<int, bool> isOurs, Func<int, bool> isTheirs)
    {
        var numbers = Enumerable.Range(0, ids.Count);
        return $"ids are such as '{Text(ids, numbers.First(isOurs))}' here and '{Text(ids, numbers.First(isTheirs))}' there";
    }

    private static string Text(IdIndex ids, int number) => Encoding.UTF8.GetString(ids[number]);
}
