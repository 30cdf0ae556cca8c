namespace SparkReco.LocalPersonalize.Training;

/// <summary>Which interactions are the first of their user with their item.</summary>
/// <param name="UserOf">By place: whose it is.</param>
/// <param name="UsedBefore">By place: how many items the user had used before, where this is his first use of the item; else -1.</param>
/// <param name="Count">How many first uses there are.</param>
internal sealed record FirstUses(int[] UserOf, int[] UsedBefore, int Count)
{
    public static FirstUses Of(Histories histories, int items, ParallelOptions parallel)
    {
        var (userOf, usedBefore) = (new int[histories.Items.Length], new int[histories.Items.Length]);
        var count = 0;
        Parallel.For(
            0,
            histories.Users,
            parallel,
            () => (Seen: new int[items], Count: 0),
            (user, _, own) =>
            {
                // Whoever saw the item last: a user's number, from 1.
                var used = 0;
                for (var place = histories.Start(user); place < histories.Last(user); place++)
                {
                    ref var seen = ref own.Seen[histories.Items[place]];
                    usedBefore[place] = seen == user + 1 ? -1 : used++;
                    (userOf[place], seen) = (user, user + 1);
                }

                return (own.Seen, own.Count + used);
            },
            own => Interlocked.Add(ref count, own.Count)
        );
        return new FirstUses(userOf, usedBefore, count);
    }
}
