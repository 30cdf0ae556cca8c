using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;
using SparkReco.Storage;
using static SparkReco.Models.Columns;

namespace SparkReco.Ranking;

/// <summary>The tables of the ranker.</summary>
internal static class RankerTables
{
    /// <summary>The trees, by which a run can be repeated, and later ones can rank. Empty where the blend orders the candidates.</summary>
    public static Model Trees { get; } =
        new()
        {
            Name = "ranker_trees",
            Room = "Ranking",
            Grain = "a node of a tree of the ranker, which re-ranks the baseline's candidates",
            Columns =
            [
                Tree,
                NodeNumber,
                FeatureName.OrNull(),
                SplitThreshold.OrNull(),
                LeftChild.OrNull(),
                RightChild.OrNull(),
                NodeValue,
                LearnedOn,
                RankerId,
                FeatureHash,
            ],
            Key = ["tree", "node"],
            IsFilledByWork = true,
            Rules =
            [
                new("a node has a feature, a threshold and two children, or none of these", "(feature is null) <> (threshold is null)"),
                new("children stand after their parents", "left_child <= node or right_child <= node"),
            ],
        };

    /// <summary>What the ranker came to before the run date, beside the blend.</summary>
    public static Model Trials { get; } =
        new()
        {
            Name = "ranker_trials",
            Room = "Ranking",
            Grain =
                "a trial of the ranker, with all features or without a group of them, a window before the run date or all, and a segment of users",
            Columns =
            [
                Withheld,
                IsOfPart,
                JudgedFrom with
                {
                    Meaning = "the first day of the window that judged it, or all",
                },
                Segment with
                {
                    Meaning = "the users: all, or those with short or with long histories: history<20, history>=20",
                },
                UserCount,
                BlendNdcg,
                RankerNdcg,
                Gain,
                CiLow,
                CiHigh,
                IsChosen with
                {
                    Meaning =
                        "whether the ranker orders the lists of these users; in the rows of all users together, whom it does not serve has the blend's order",
                },
            ],
            Key = ["withheld", "is_of_part", "judged_from", "segment"],
            IsFilledByWork = true,
        };

    /// <summary>The ranker's rating of each candidate, for engines that have the features as columns.</summary>
    public static Model Scores { get; } =
        new()
        {
            Name = "ranker_scores",
            Room = "Baseline",
            Grain = "see the file",
            Columns = [],
            Lifetime = Lifetime.Stage,
            Parameters = async (context, cancellation) =>
            {
                var ranker = await ReadAsync(context, cancellation);
                return
                [
                    ("has_trees", SqlLiteral.Of(ranker is not null)),
                    ("tree_sum", SqlLiteral.OfExpression(ranker is null ? $"{SqlLiteral.Of(0L)}" : SumOf(ranker.Forest))),
                ];
            },
            RowsRead = [Trees.Name],
        };

    /// <summary>The sum of the trees in groups: Spark's code for a sum calls itself once for each addend but one.</summary>
    private static string SumOf(Forest forest) =>
        string.Join("\n+ ", forest.Trees.Select(tree => CaseOf(tree, 0)).Chunk(10).Select(group => $"({string.Join("\n+ ", group)})"));

    /// <summary>A tree as SQL: each node is a case.</summary>
    private static string CaseOf(Node[] tree, int place) =>
        tree[place] is { Feature: >= 0 } node
            ? $"case when {Feature.All[node.Feature].Name} <= {SqlLiteral.Of(node.Threshold)} then {CaseOf(tree, node.Left)} else {CaseOf(tree, node.Right)} end"
            : $"{SqlLiteral.Of((long)tree[place].Value)}";

    /// <summary>The rows of <see cref="Trees"/>.</summary>
    /// <param name="forest">The trees.</param>
    /// <param name="learnedOn">The run date for which they were learned.</param>
    /// <param name="featureHash">What the features mean (<see cref="FeatureDefinitions"/>).</param>
    public static IEnumerable<object?[]> RowsOf(Forest forest, DateOnly learnedOn, string featureHash)
    {
        var id = IdOf(forest);
        return NodesOf(forest).Select(node => (object?[])[.. node, learnedOn, id, featureHash]);
    }

    /// <summary>The hash of all nodes: equal rankers have equal ids.</summary>
    public static string IdOf(Forest forest) => Short(Hashing.Of(string.Join('\n', NodesOf(forest).Select(node => string.Join(' ', node)))));

    /// <summary>So much of a hash as tells a few of them apart, and can be read out.</summary>
    public static string Short(string hash) => hash[..16];

    private static IEnumerable<object?[]> NodesOf(Forest forest) =>
        forest.Trees.SelectMany(
            (tree, number) =>
                tree.Select(
                    (node, place) =>
                        node.Feature < 0
                            ? (object?[])[number, place, null, null, null, null, node.Value]
                            : [number, place, Feature.All[node.Feature].Name, node.Threshold, node.Left, node.Right, node.Value]
                )
        );

    /// <summary>The rows of <see cref="Trials"/>.</summary>
    public static IEnumerable<object?[]> RowsOf(Learned learned)
    {
        var least = learned.Gate.MinHistory;
        (string Name, Func<RankedUser, bool> IsIn, bool IsServed)[] segments =
        [
            ("all", _ => true, least is not null),
            ($"history<{RankerGate.LongHistory}", user => user.HistoryLength < RankerGate.LongHistory, least < RankerGate.LongHistory),
            ($"history>={RankerGate.LongHistory}", user => user.HistoryLength >= RankerGate.LongHistory, least is not null),
        ];
        return from trials in learned.Trials
            let isWhole = trials == learned.Trials[0]
            from segment in segments
            // All users together are as the gate judges them: whom it would not serve has the blend's order.
            let windows = isWhole && segment.Name == "all" ? learned.Gate.Served : trials.Windows
            from window in windows
                .Select(trial => (Day: $"{trial.FirstDay:yyyy-MM-dd}", Trials: (IReadOnlyList<RankerTrial>)[trial]))
                .Append((Day: "all", Trials: windows))
            let result = RankerResult.Of(window.Trials, segment.IsIn)
            where result is not null
            select new object?[]
            {
                trials.Withheld is { } without ? NameOf(without) : "none",
                trials.IsOfPart,
                window.Day,
                segment.Name,
                (long)result.Users,
                result.Blend,
                result.Ranker,
                result.Gain,
                result.Low,
                result.High,
                isWhole && segment.IsServed,
            };
    }

    /// <summary>A group's name in tables.</summary>
    public static string NameOf(FeatureGroup group) =>
        group switch
        {
            FeatureGroup.Blend => "blend",
            FeatureGroup.Pairs => "pairs",
            FeatureGroup.Category => "category",
            FeatureGroup.User => "user",
            FeatureGroup.ItemState => "item_state",
            _ => "kind",
        };

    /// <summary>The run's ranker; null where the blend orders the candidates.</summary>
    public static async Task<Ranker?> ReadAsync(ModelContext context, CancellationToken cancellation) =>
        context.Settings.IsRanked && await ReadAsync(context.Tables, Trees.Name, cancellation) is { Trees.Count: > 0 } forest
            ? new Ranker(forest, context.Settings.Ranker.MinHistory)
            : null;

    /// <summary>The trees of a table.</summary>
    /// <exception cref="EngineException">A tree asks for a feature that this program does not know.</exception>
    public static async Task<Forest> ReadAsync(ITableReader tables, string name, CancellationToken cancellation)
    {
        var numbers = Feature.All.Index().ToDictionary(feature => feature.Item.Name, feature => feature.Index);
        var nodes = await tables.ReadAsync(
            $"select tree, feature, threshold, left_child, right_child, node_value from {name} order by tree, node",
            row =>
                (
                    Tree: row.GetInt32(0),
                    Node: row.IsDBNull(1)
                        ? new Node(-1, 0, 0, 0, row.GetInt32(5))
                        : new Node(NumberOf(row.GetString(1)), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5))
                ),
            cancellation
        );
        return new Forest([.. nodes.GroupBy(node => node.Tree).Select(tree => tree.Select(node => node.Node).ToArray())]);

        int NumberOf(string feature) =>
            numbers.TryGetValue(feature, out var number)
                ? number
                : throw new EngineException($"the trees of {name} ask for '{feature}', which this version does not know: learn the ranker anew");
    }
}
