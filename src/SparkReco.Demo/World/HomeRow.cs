namespace SparkReco.Demo.World;

/// <summary>
/// The four items on a user's home page. Until 42 days before the run date everybody sees the baseline's row, then a trial
/// shows half of the users the other system's. The baseline's row leans on the trend; the other leans on the user's own interests, but
/// guesses while the user has played fewer than six items. Click chance falls with the position.
/// </summary>
internal sealed class HomeRow(Member member, Affinity affinity, Dice dice, DemoOptions options)
{
    private const int Slots = 4;
    private const int TrialDays = 42;
    private const int KnownAfter = 6;
    private const double ClickScale = 0.4;
    private static readonly double[] PositionFactors = [1, 0.8, 0.65, 0.55];
    private readonly double[] _weights = new double[affinity.Own.Length];

    public (EventSource Source, List<int> Items) Fill(int day, ReadOnlySpan<double> trend, int playedCount, Func<int, bool> isClosed)
    {
        var source = day < options.HistoryDays - TrialDays ? EventSource.Baseline : member.Arm;
        var row = new List<int>(Slots);
        while (row.Count < Slots)
        {
            var lean = source == EventSource.Baseline ? 0.25 : playedCount < KnownAfter ? 0.3 : 0.75;
            var byInterest = dice.Chance(lean);
            var isGuess = source == EventSource.Personalize && playedCount < KnownAfter;
            for (var i = 0; i < _weights.Length; i++)
            {
                var weight = byInterest ? affinity.Own[i] : isGuess ? affinity.Fit[i] : trend[i] * affinity.Fit[i];
                _weights[i] = isClosed(i) || row.Contains(i) ? 0 : weight;
            }

            var item = dice.Weighted(_weights);
            if (item < 0) break;
            row.Add(item);
        }

        return (source, row);
    }

    public double ClickChance(int item, int position, ReadOnlySpan<double> trend)
    {
        var own = Math.Min(1, affinity.Own[item] / affinity.OwnTop);
        var crowd = Math.Min(1, trend[item] / 12);
        return ClickScale * PositionFactors[position - 1] * ((1 - member.Conformity) * own + member.Conformity * crowd);
    }
}
