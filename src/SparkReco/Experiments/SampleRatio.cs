using SparkReco.Judging;

namespace SparkReco.Experiments;

/// <summary>Whether the arms of a test have as many users as they should.</summary>
public static class SampleRatio
{
    // Cochran's rule: with fewer users expected in an arm, chi-square finds mismatches where there are none.
    private const int LeastExpected = 5;

    /// <summary>
    /// The chance of a split that is at least as far off: Pearson's chi-square test with one degree of freedom, without correction (Fabijan et al.,
    /// Diagnosing sample ratio mismatch, KDD 2019); where fewer than 5 users are expected in an arm, the exact binomial test.
    /// </summary>
    /// <param name="control">Users with the control.</param>
    /// <param name="treatment">Users with the treatment.</param>
    /// <param name="treatmentShare">The share of users that were meant to see the treatment.</param>
    public static double PValue(long control, long treatment, double treatmentShare)
    {
        var users = control + treatment;
        if (users == 0)
            return 1;
        var (seen, share) = treatmentShare < 0.5 ? (treatment, treatmentShare) : (control, 1 - treatmentShare);
        if (users * share < LeastExpected)
            return Exact(users, seen, share);
        var off = treatment - (users * treatmentShare);
        return 2 * Normal.UpperTail(Math.Abs(off) / Math.Sqrt(users * treatmentShare * (1 - treatmentShare)));
    }

    /// <summary>The two-sided binomial test: the chances of all counts that are no likelier than the one seen, as R's binom.test has it.</summary>
    private static double Exact(long users, long seen, double share)
    {
        // Few are expected, so the chance of none is a number to start from.
        var chances = new double[users + 1];
        chances[0] = Math.Pow(1 - share, users);
        for (var count = 0L; count < users; count++)
            chances[count + 1] = chances[count] * (users - count) / (count + 1) * share / (1 - share);
        // Equal chances differ in their last digits.
        var limit = chances[seen] * (1 + 1e-7);
        return Math.Min(1, chances.Where(chance => chance <= limit).Sum());
    }
}
