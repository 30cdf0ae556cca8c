using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Reports;

/// <summary>Users who are worth a look: the clearest cases of each kind, the same ones every time.</summary>
public static class UserSample
{
    // A user who is taken for one kind is not taken again: so many more candidates are enough.
    private const int Spare = 10;

    private static readonly string[] Kinds = ["alike", "unlike", "system", "reference", "both", "neither", "new"];

    internal static readonly Query<Candidate> Candidates = new("Reports/Queries/sample_users.sql");

    internal sealed record Candidate(string Kind, int Place, string UserId, int Common, int Truth, int ReferenceHits, int SystemHits);

    /// <param name="Kind">Why the user was taken: alike, unlike, system, reference, both, neither or new.</param>
    /// <param name="UserId">The user.</param>
    /// <param name="Why">The same in a sentence.</param>
    public sealed record Chosen(string Kind, string UserId, string Why);

    /// <summary>So many users of each kind that there is.</summary>
    public static async Task<IReadOnlyList<Chosen>> ChooseAsync(
        SystemPair pair,
        int count,
        Settings settings,
        ITableReader tables,
        CancellationToken cancellation
    )
    {
        var candidates = await Candidates.ReadAsync(
            tables,
            settings,
            cancellation,
            ("reference", SqlLiteral.Of(pair.Reference)),
            ("system", SqlLiteral.Of(pair.System)),
            ("count", SqlLiteral.Of(count + (Spare * count)))
        );
        List<Chosen> chosen = [];
        var taken = new HashSet<string>();
        foreach (var kind in Kinds)
            chosen.AddRange(
                candidates
                    .Where(candidate => candidate.Kind == kind && !taken.Contains(candidate.UserId))
                    .Take(count)
                    .Where(candidate => taken.Add(candidate.UserId))
                    .Select(candidate => new Chosen(kind, candidate.UserId, Why(candidate, pair, settings.Evaluation.MainCutoff)))
            );
        return chosen;
    }

    private static string Why(Candidate user, SystemPair pair, int k)
    {
        var (reference, system) = (Words.Name(pair.Reference), Words.Name(pair.System));
        return user.Kind switch
        {
            "alike" => $"the lists agree most: {user.Common} of the first {k} items in common",
            "unlike" => $"the lists agree least: {(user.Common == 0 ? "none" : $"{user.Common}")} of the first {k} items in common",
            "system" => $"{system} foretold {user.SystemHits} of {Of(user)}, {reference} none",
            "reference" => $"{reference} foretold {user.ReferenceHits} of {Of(user)}, {system} none",
            "both" => $"both were right: of {Of(user)} {reference} foretold {user.ReferenceHits}, {system} {user.SystemHits}",
            "neither" => $"both were wrong: none of {Of(user)} is among the first {k} of either",
            _ => $"new: nothing is known of the time before; {(user.Truth == 0 ? "took up nothing later" : $"took up {user.Truth} later")}",
        };
    }

    private static string Of(Candidate user) => user.Truth == 1 ? "the 1 item taken up" : $"{user.Truth} items taken up";
}
