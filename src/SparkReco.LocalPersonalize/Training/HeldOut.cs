namespace SparkReco.LocalPersonalize.Training;

/// <summary>The service's split: a tenth of the users is set aside, and of each the oldest nine tenths are what is known, the newest tenth is what is to be foretold.</summary>
/// <param name="Known">The histories without what is to be foretold.</param>
/// <param name="Users">The users set aside.</param>
internal sealed record HeldOut(Histories Known, int[] Users)
{
    private const int Tenth = 10;

    public static HeldOut Of(Histories histories)
    {
        var ends = new int[histories.Users];
        var users = new List<int>();
        for (var user = 0; user < ends.Length; user++)
        {
            ends[user] = histories.Last(user);
            var count = ends[user] - histories.Start(user);
            if (!IsSetAside(user) || count < 2)
                continue;
            ends[user] -= Math.Max(1, count / Tenth);
            users.Add(user);
        }

        return new HeldOut(histories.Until(ends), [.. users]);
    }

    /// <summary>What a user is to be found to use.</summary>
    public HashSet<int> Truth(int user) => [.. Known.Items.AsSpan(Known.End(user)..Known.Last(user))];

    /// <summary>The item of the last of what is known.</summary>
    public int LatestItem(int user) => Known.Items[Known.End(user) - 1];

    /// <summary>When the user did the last of what is known.</summary>
    public long LastKnown(int user) => Known.Times[Known.End(user) - 1];

    // Scattered, since users with numbers side by side often came together (Knuth's multiplicative hash, The Art of Computer Programming, section 6.4).
    private static bool IsSetAside(int user) => unchecked((uint)user * 2_654_435_761u >> 16) % Tenth == 0;
}
