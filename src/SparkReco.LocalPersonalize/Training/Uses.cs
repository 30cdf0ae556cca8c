namespace SparkReco.LocalPersonalize.Training;

/// <summary>Who used what how much: a sparse matrix, row by row.</summary>
internal sealed record Uses(int[] Starts, int[] Columns, float[] Counts)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Starts.Length - 1;

    /// <summary>What each user used until a time, that time included.</summary>
    public static Uses Until(Histories histories, int items, long time)
    {
        var starts = new int[histories.Users + 1];
        var (columns, counts) = (new List<int>(), new List<float>());
        var at = new int[items];
        for (var user = 0; user < histories.Users; user++)
        {
            var first = columns.Count;
            var end = histories.After(user, time);
            for (var place = histories.Start(user); place < end; place++)
            {
                var item = histories.Items[place];
                // Where the item stands in this user's row, if it does.
                var column = at[item];
                if (column < first || column >= columns.Count || columns[column] != item)
                {
                    at[item] = column = columns.Count;
                    columns.Add(item);
                    counts.Add(0);
                }

                counts[column] += histories.Weights[place];
            }

            starts[user + 1] = columns.Count;
        }

        return new Uses(starts, [.. columns], [.. counts]);
    }

    /// <summary>The columns of a row.</summary>
    public ReadOnlySpan<int> Of(int row) => Columns.AsSpan(Starts[row]..Starts[row + 1]);

    /// <summary>How much each column of a row counts.</summary>
    public ReadOnlySpan<float> CountsOf(int row) => Counts.AsSpan(Starts[row]..Starts[row + 1]);

    /// <summary>The same by column.</summary>
    public Uses Transposed(int columns)
    {
        var starts = new int[columns + 1];
        foreach (var column in Columns)
            starts[column + 1]++;
        for (var column = 0; column < columns; column++)
            starts[column + 1] += starts[column];
        var next = (int[])starts.Clone();
        var (rows, counts) = (new int[Columns.Length], new float[Columns.Length]);
        for (var row = 0; row < Rows; row++)
        {
            for (var i = Starts[row]; i < Starts[row + 1]; i++)
            {
                var at = next[Columns[i]]++;
                (rows[at], counts[at]) = (row, Counts[i]);
            }
        }

        return new Uses(starts, rows, counts);
    }
}
