using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Sql;
using SparkReco.Storage;

namespace SparkReco.Ranking;

/// <summary>
/// What the features mean, as a hash: trees fit only candidates whose features are made as those were that they were learned from, and a feature may
/// be defined anew under its old name.
/// </summary>
internal static class FeatureDefinitions
{
    private const string Features = "candidate_features";

    /// <summary>
    /// The hash of the features' names, the settings of engagement, pairs and blend, the days that are looked ahead, all SQL from
    /// <c>interactions</c>, <c>items</c> and <c>users</c> to the features, and the code of the curves and of EASE. Neither the run date nor the
    /// length of lists, whom the ranker serves and comments in SQL make another.
    /// </summary>
    /// <param name="settings">The settings that the baseline is made with.</param>
    public static string HashOf(Settings settings)
    {
        var any = settings with { RunDate = new DateOnly(2000, 1, 1), Blend = settings.Blend with { ListSize = 1 }, Ranker = new RankerSettings() };
        return RankerTables.Short(
            Hashing.Of(
                string.Join(
                    '\n',
                    [
                        .. Feature.All.Select(feature => feature.Name),
                        $"{any.Engagement} {any.ItemItem} {any.Blend} {any.Evaluation.HorizonDays}",
                        .. Models().Where(model => model.IsSql).Select(model => $"{model.Name}: {WithoutComments(model, any)}"),
                        CodeHashes.Of(["SparkReco/Models/Curves.cs", "SparkReco/Kernels/Ease.cs"]),
                    ]
                )
            )
        );
    }

    /// <summary>The model of the features and all that it is made of, from the first to the last.</summary>
    private static IEnumerable<Model> Models()
    {
        var read = new HashSet<string> { Features };
        List<Model> models = [];
        foreach (var model in Pipeline.Stages.Where(stage => stage.Name is "engagement" or "baseline").SelectMany(stage => stage.Models).Reverse())
        {
            if (!read.Contains(model.Name))
                continue;
            models.Insert(0, model);
            read.UnionWith(model.Inputs);
        }

        return models;
    }

    private static string WithoutComments(Model model, Settings settings) =>
        string.Join(
            ' ',
            SqlTokenizer
                .Read(model.SqlPath, ModelParameters.Render(model, settings))
                .Where(token => token.Kind is not (SqlTokenKind.Comment or SqlTokenKind.Hint))
                .Select(token => token.Text)
        );
}
