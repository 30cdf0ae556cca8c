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
    private readonly double[] _own = new double[affinity.Own.Length];
    private readonly double[] _others = new double[affinity.Own.Length];

    public (EventSource Source, List<int> Items) Fill(int day, ReadOnlySpan<double> trend, int playedCount, Func<int, bool> isClosed)
    {
        var source = day < options.HistoryDays - TrialDays ? EventSource.Baseline : member.Arm;
        var isGuess = source == EventSource.Personalize && playedCount < KnownAfter;
        var lean =
            source == EventSource.Baseline ? 0.2
            : isGuess ? 0.2
            : 0.85;
        for (var i = 0; i < _own.Length; i++)
        {
            var isOpen = !isClosed(i);
            _own[i] = isOpen ? affinity.Own[i] : 0;
            _others[i] = isOpen ? affinity.Fit[i] * (isGuess ? 1 : trend[i]) : 0;
        }

        var row = new List<int>(Slots);
        while (row.Count < Slots && dice.Weighted(dice.Chance(lean) ? _own : _others) is var item and >= 0)
        {
            row.Add(item);
            _own[item] = _others[item] = 0;
        }

        return (source, row);
    }

    public double ClickChance(int item, int position, double trendShare)
    {
        var own = Math.Min(1, affinity.Own[item] / affinity.OwnTop);
        return ClickScale * PositionFactors[position - 1] * ((1 - member.Conformity) * own + member.Conformity * trendShare);
    }
}
