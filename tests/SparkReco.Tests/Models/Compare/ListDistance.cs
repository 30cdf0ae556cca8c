namespace SparkReco.Tests.Models.Compare;

/// <summary>Distances of two lists straight from their definitions; an item is a letter.</summary>
internal static class ListDistance
{
    /// <summary>
    /// Webber, Moffat and Zobel 2010: (1 - p) times the sum of p^(d - 1) A(d) over all depths d. A(d) is the agreement of the first d places;
    /// beyond the shorter list its last agreement goes on among the new places, beyond the longer one the agreement stays.
    /// </summary>
    public static double Rbo(string a, string b, double p)
    {
        var (s, l) = (Math.Min(a.Length, b.Length), Math.Max(a.Length, b.Length));
        if (s == 0)
            return 0;
        int Common(int depth) => a.Take(depth).Intersect(b.Take(depth)).Count();
        var sum = 0d;
        for (var d = 1; d <= 3000; d++)
        {
            var depth = Math.Min(d, l);
            var agreement = (Common(depth) + (depth > s ? (double)Common(s) * (depth - s) / s : 0)) / depth;
            sum += (1 - p) * Math.Pow(p, d - 1) * agreement;
        }

        return sum;
    }

    /// <summary>Fagin, Kumar and Sivakumar 2003, section 3.1: K with penalty 1/2, over all pairs of items in either list.</summary>
    public static double Kendall(string a, string b)
    {
        var items = a.Union(b).ToArray();
        return items.SelectMany((i, index) => items.Skip(index + 1).Select(j => Penalty(i, j))).Sum();

        double Penalty(char i, char j) =>
            (a.IndexOf(i), a.IndexOf(j), b.IndexOf(i), b.IndexOf(j)) switch
            {
                (>= 0 and var ai, >= 0 and var aj, >= 0 and var bi, >= 0 and var bj) => (ai < aj) == (bi < bj) ? 0 : 1,
                (>= 0, >= 0, < 0, < 0) or (< 0, < 0, >= 0, >= 0) => 0.5,
                (>= 0 and var ai, >= 0 and var aj, var bi, _) => (ai < aj) == (bi >= 0) ? 0 : 1,
                (var ai, _, >= 0 and var bi, >= 0 and var bj) => (bi < bj) == (ai >= 0) ? 0 : 1,
                _ => 1,
            };
    }

    /// <summary>The same, section 3.3: the differences of all ranks, absent items at rank k + 1.</summary>
    public static int Footrule(string a, string b, int k)
    {
        int Rank(string list, char item) => list.IndexOf(item) is >= 0 and var place ? place + 1 : k + 1;
        return a.Union(b).Sum(item => Math.Abs(Rank(a, item) - Rank(b, item)));
    }

    /// <summary>As many items that are in no other list: what is as far away as can be.</summary>
    public static string Strangers(string list) => list.ToUpperInvariant();
}
