namespace SparkReco.LocalPersonalize.Serving;

/// <summary>Finds the items with the highest scores.</summary>
internal static class TopItems
{
    /// <summary>At most so many items, the best first, of equal ones that with the lower number; none whose score is negative infinity.</summary>
    public static int[] Of(ReadOnlySpan<float> scores, int count)
    {
        // The worst of those kept is at the front.
        var kept = new PriorityQueue<int, (float Score, int Number)>(Math.Min(count, scores.Length) + 1);
        for (var item = 0; item < scores.Length; item++)
        {
            var score = scores[item];
            if (float.IsNegativeInfinity(score))
                continue;
            if (kept.Count < count)
                kept.Enqueue(item, (score, -item));
            else if (kept.TryPeek(out _, out var worst) && score > worst.Score)
                kept.EnqueueDequeue(item, (score, -item));
        }

        var top = new int[kept.Count];
        for (var place = top.Length - 1; place >= 0; place--)
            top[place] = kept.Dequeue();
        return top;
    }
}
