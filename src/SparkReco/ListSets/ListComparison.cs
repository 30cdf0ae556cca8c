using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Ports;
using SparkReco.Reports;

namespace SparkReco.ListSets;

/// <summary>Compares sets of lists from files, each with each other, without a run: its tables and its report as far as files can fill them.</summary>
public static class ListComparison
{
    private const int MostMovers = 6;

    /// <summary>Reads, measures and judges.</summary>
    /// <param name="reader">Reads the files.</param>
    /// <param name="lists">The sets, two at least, of different names.</param>
    /// <param name="truth">What users did later; null where that is not known.</param>
    /// <param name="cutoffs">The list lengths.</param>
    /// <param name="engine">How many threads work.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ConfigurationException">The files have nothing in common that could be compared.</exception>
    /// <exception cref="EngineException">A file cannot be read.</exception>
    public static async Task<ReportData> CompareAsync(
        IListReader reader,
        IReadOnlyList<ListInput> lists,
        ListInput? truth,
        IReadOnlyList<int> cutoffs,
        EngineSettings engine,
        CancellationToken cancellation
    )
    {
        string[] names = [.. lists.Select(list => list.Name)];
        var settings = SettingsOf(names, [.. cutoffs.Distinct().Order()], engine);
        var ids = new Ids();
        List<ListSet> sets = [];
        foreach (var list in lists)
        {
            var rows = await ReadAsync(reader, list, ids, cancellation);
            sets.Add(ListSet.Of(rows, ids.Items, settings.Evaluation.Cutoffs[^1], engine.ThreadCount, cancellation));
        }

        var later = truth is null
            ? null
            : TruthSet.Of(await ReadAsync(reader, truth, ids, cancellation), hasSeconds: truth.Shape.Kind == NumberKind.Quantity);
        var lights = ListChecks.Of(names, sets, later, ids, settings.Evaluation.MainCutoff);
        var sums = new ListMeter(sets, later, ids, settings).Sum(names, cancellation);
        return DataOf(settings, lists, truth, sets, later, ids, sums, lights, cancellation);
    }

    private static async Task<UserRows> ReadAsync(IListReader reader, ListInput input, Ids ids, CancellationToken cancellation)
    {
        var rows = await UserRows.ReadAsync(reader, input.Files, input.Shape, ids, cancellation);
        if (rows.Rows == 0)
            throw new ConfigurationException($"{input.Files.Shown} has names of columns, but no row: was it written to its end?");
        return rows.Rows > rows.Incomplete
            ? rows
            : throw new ConfigurationException(
                $"{input.Files.Shown}: none of its {rows.Rows:N0} rows has all of {ListColumns.Describe(input.Shape)}"
            );
    }

    /// <summary>The settings of a run that would compare these systems.</summary>
    private static Settings SettingsOf(IReadOnlyList<string> names, IReadOnlyList<int> cutoffs, EngineSettings engine) =>
        new()
        {
            BaseFolder = default,
            Lake = default,
            RunDate = default,
            Engine = engine,
            Inputs = new InputSettings
            {
                Users = [],
                Items = [],
                Events = [],
                Lists = names.Where(name => !Systems.IsReserved(name)).ToDictionary(name => name, _ => (InputSource)null!),
                Personalize = names.Contains(Systems.Personalize) ? [] : null,
            },
            Evaluation = new EvaluationSettings { Cutoffs = cutoffs },
            Comparison = new ComparisonSettings
            {
                Pairs = [.. ListMeter.PairsOf(names.Count).Select(pair => $"{new SystemPair(names[pair.Reference], names[pair.System])}")],
            },
        };

    private static ReportData DataOf(
        Settings settings,
        IReadOnlyList<ListInput> lists,
        ListInput? truth,
        IReadOnlyList<ListSet> sets,
        TruthSet? later,
        Ids ids,
        ListSums sums,
        IReadOnlyList<Light> lights,
        CancellationToken cancellation
    )
    {
        var pair = Systems.MainPair(settings)!;
        var pairs = sums.Pairs.Cells.Where(cell => cell.Key.Of == $"{pair}").ToDictionary(cell => cell.Key.K, cell => cell.Value.UserCount);
        return new ReportData
        {
            RunId = "",
            RunDate = default,
            Engine = "",
            Settings = settings,
            Files = new ComparedFiles([.. lists.Zip(sets, SourceOf), .. SourceOf(truth, later)], lights),
            Inputs = [],
            Rejections = [],
            Audiences = [],
            // By chance lists would be drawn from the items that any list holds.
            Catalogue = [new("item", ids.Items.Count, Listed(sets, ids), 0, 0)],
            Activities = [],
            Days = [],
            Events = new(null, null),
            BusiestUsers = [],
            ShortestList = 0,
            Lists = [],
            Reasons = [],
            Trials = [],
            Ranker = RankerReport.None(settings),
            Issues = [],
            Foretold = [.. sums.Hits.Rows.Select(row => new ReportData.Found(row.By, row.Users, row.Items, row.RecallShare, row.WatchSeconds, 0, 0))],
            Discoveries = [],
            Evaluation = [.. EvaluationJudge.PerUser(sums.Systems, settings.Comparison, cancellation).Select(Evaluated)],
            Comparison =
            [
                .. ComparisonJudge
                    .Summarise(Systems.Pairs(settings), sums.Systems, sums.Wins, sums.Pairs, settings.Comparison, cancellation)
                    .Select(Compared),
            ],
            Overlaps = [.. sums.Overlaps.Index().Where(row => row.Item > 0).Select(row => new ReportData.OverlapShare(row.Index, row.Item))],
            ListPairs =
            [
                .. settings
                    .Evaluation.Cutoffs.Zip(sums.LengthProducts)
                    .Select(row => new ReportData.PairLengths(row.First, pairs.GetValueOrDefault(row.First), row.Second)),
            ],
            Movements =
            [
                new("entered", sums.Moves.Entered),
                new("left", sums.Moves.Left),
                new("up", sums.Moves.Up),
                new("down", sums.Moves.Down),
                new("same", sums.Moves.Same),
            ],
            Movers = Movers(sums.Moves, ids),
        };
    }

    private static long Listed(IReadOnlyList<ListSet> sets, Ids ids)
    {
        var seen = new bool[ids.Items.Count];
        foreach (var set in sets)
            set.Mark(seen);
        return seen.LongCount(isSeen => isSeen);
    }

    private static ComparedFiles.Source SourceOf(ListInput list, ListSet set) =>
        new(
            list.Name,
            list.Files.Shown,
            ListColumns.Describe(list.Shape),
            set.Found.Rows,
            set.Found.Users,
            set.Found.Items,
            set.Found.Shortest,
            set.Found.Longest
        );

    private static IEnumerable<ComparedFiles.Source> SourceOf(ListInput? truth, TruthSet? later) =>
        truth is null || later is null
            ? []
            : [new(ComparedFiles.Truth, truth.Files.Shown, ListColumns.Describe(truth.Shape), later.Rows, later.Users, later.Items, null, null)];

    /// <summary>As <c>movers.sql</c> has it: the items that gain most users, and those that lose most.</summary>
    private static IReadOnlyList<ReportData.Mover> Movers(Moves moves, Ids ids)
    {
        var gains = Enumerable
            .Range(0, ids.Items.Count)
            .Select(item => (Item: item, Gain: moves.SystemUsers[item] - moves.ReferenceUsers[item]))
            .Where(item => item.Gain != 0)
            .OrderByDescending(item => item.Gain)
            .ThenBy(item => item.Item, Comparer<int>.Create((a, b) => ids.Items[a].SequenceCompareTo(ids.Items[b])))
            .ToArray();
        return
        [
            .. gains
                .Where((item, place) => (item.Gain > 0 && place < MostMovers) || (item.Gain < 0 && place >= gains.Length - MostMovers))
                .Select(item => new ReportData.Mover(
                    System.Text.Encoding.UTF8.GetString(ids.Items[item.Item]),
                    "",
                    moves.ReferenceUsers[item.Item],
                    moves.SystemUsers[item.Item]
                )),
        ];
    }

    private static ReportData.EvaluationRow Evaluated(object?[] row) =>
        new(
            (string)row[0]!,
            (string)row[1]!,
            (string)row[2]!,
            (int)row[3]!,
            (long)row[4]!,
            (double)row[5]!,
            (double?)row[6],
            (double?)row[7],
            (double?)row[8],
            (double?)row[9],
            (double?)row[10]
        );

    private static ReportData.ComparisonRow Compared(object?[] row) =>
        new(
            (string)row[0]!,
            (string)row[1]!,
            (string)row[2]!,
            (string)row[3]!,
            (int)row[4]!,
            (long)row[5]!,
            (double?)row[6],
            (double?)row[7],
            (double?)row[8],
            (double?)row[9],
            (double?)row[10],
            (double?)row[11],
            (double?)row[12],
            (double?)row[13],
            (string)row[18]!,
            (long?)row[14],
            (long?)row[15],
            (double?)row[16],
            (long?)row[17]
        );
}
