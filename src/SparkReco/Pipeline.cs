using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Kernels;
using SparkReco.Models;
using SparkReco.Models.Baseline;
using SparkReco.Models.Clean;
using SparkReco.Models.Compare;
using SparkReco.Models.Engagement;
using SparkReco.Models.Evaluate;
using SparkReco.Models.Personalize;
using SparkReco.Personalize;
using SparkReco.Runs;
using SparkReco.Tuning;

namespace SparkReco;

/// <summary>The stages in their order, and each stage's models in theirs. A stage reads only what stands above it.</summary>
public static class Pipeline
{
    public static IReadOnlyList<Stage> Stages { get; } =
    [
        new("fetch", "lays the rows of databases down in the lake")
        {
            IsWanted = settings => settings.Inputs.Fetched().Any(),
            WhenUnwanted = "no input has a 'connection'",
            Work = FetchStage.FetchAsync,
            Models = [FetchStage.Parts],
            Settings = ["run_date", "inputs", "fetch", "connections"],
        },
        new("collect", "reads the raw files and types their rows")
        {
            Work = Collect.ReadFilesAsync,
            Models = RawModels.All,
            Files = inputs => [.. inputs.All().Where(source => source.Fetch is null).Select(source => source.Files)],
            Measure = Measures.FindEmptyFieldsAsync,
            Queries = [Collect.FetchedQuery.Path, "Runs/Queries/rejected_raw_rows.sql"],
            Settings = ["inputs"],
            Code = ["SparkReco.Ingest/", "SparkReco.Adapters/DuckDb/", "SparkReco.Adapters/Spark/"],
        },
        new("clean", "takes copies out, and keeps what known users did with known items")
        {
            Models =
            [
                Internal.Table("Clean", "user_rows"),
                Internal.Table("Clean", "event_users"),
                Users.Model,
                Internal.Table("Clean", "item_rows"),
                Items.Model,
                Internal.Table("Clean", "unknown_users"),
                Internal.Table("Clean", "unknown_items"),
                Internal.Table("Clean", "event_repeats"),
                Interactions.Model,
                Internal.Table("Clean", "event_orphans"),
                RejectedRows.Model,
                InvalidValues.Model,
                RowCounts.Model,
            ],
            Measure = Measures.CountRowsAsync,
            Queries =
            [
                "Runs/Queries/row_counts_by_input.sql",
                "Runs/Queries/rejected_files.sql",
                "Runs/Queries/frequent_reasons.sql",
                "Runs/Queries/kept_rows.sql",
            ],
        },
        new("preflight", "looks whether Amazon Personalize will take the data sets")
        {
            IsWanted = IsDriven,
            WhenUnwanted = NotDriven,
            Work = Preflight.CheckAsync,
            Queries = ["Personalize/Queries/preflight.sql"],
            Settings = ["run_date", "engagement", "personalize"],
        },
        new("tune", "chooses the baseline's settings by what would have been best before the run date")
        {
            IsWanted = settings => settings.Baseline == BaselineMode.Auto,
            WhenUnwanted = "'baseline' is fixed",
            Work = TuneStage.TuneAsync,
            Models = [TuneStage.Trials],
            Queries = ["Tuning/"],
            Settings = ["run_date", "eligibility", "engagement", "item_item", "blend", "evaluation"],
            Chooses = ChosenSettings.Sections,
            Code = ["SparkReco/Kernels/", "SparkReco/Models/Curves.cs"],
        },
        new("engagement", "scores what each user did with each item, and finds what may be recommended")
        {
            Models =
            [
                Curves.Decay,
                Internal.Table("Engagement", "daily_points"),
                Internal.Table("Engagement", "busy_days"),
                EngagementScores.Model,
                Internal.Table("Engagement", "consumed", Lifetime.Run),
                Internal.Table("Engagement", "offered_items", Lifetime.Run),
            ],
            Settings = ["run_date", "engagement"],
            ShortcutSize = "interactions",
        },
        new("baseline", "makes the baseline's list for each eligible user")
        {
            Models =
            [
                Curves.UseRecency,
                ItemPopularity.Model,
                Curves.BinaryLogarithms,
                Internal.Table("Baseline", "item_states"),
                Curves.Newness,
                Internal.Table("Baseline", "list_places"),
                UserPreferences.Model,
                Internal.Table("Baseline", "item_numbers"),
                Internal.Table("Baseline", "user_histories"),
                Internal.Table("Baseline", "item_degrees"),
                Curves.CountWeights,
                Curves.DegreeWeights,
                Internal.Table("Baseline", "item_pairs"),
                ItemNeighbors.Model,
                Internal.Table("Baseline", "reach"),
                Curves.PlaceWeights,
                Internal.Table("Baseline", "similar_candidates"),
                Internal.Table("Baseline", "user_lists"),
                Internal.Table("Baseline", "candidates"),
                Recommendations.Model,
                Internal.Table("Baseline", "popularity_list", Lifetime.Run, BaselineKernels.PopularityListsAsync, BaselineKernels.Reads),
                Curves.DrawNumbers,
                Internal.Table("Baseline", "random_list", Lifetime.Run, BaselineKernels.RandomListsAsync, BaselineKernels.Reads),
            ],
            Measure = Measures.CountListsAsync,
            Queries = ["Runs/Queries/list_counts.sql"],
            Settings = ["run_date", "engagement", "item_item", "blend"],
            ShortcutSize = "engagement",
        },
        new("import", "brings the data sets to Amazon Personalize")
        {
            IsWanted = IsDriven,
            WhenUnwanted = NotDriven,
            Work = ImportStage.ImportAsync,
            Models = [ImportStage.Imports],
            Queries = [DataSet.Users.Path, DataSet.Items.Path, DataSet.Interactions.Path],
            Settings = ["run_date", "personalize"],
        },
        new("train", "has Amazon Personalize train on them")
        {
            IsWanted = IsDriven,
            WhenUnwanted = NotDriven,
            Work = TrainStage.TrainAsync,
            Models = [TrainStage.Training, TrainStage.ServiceMetrics],
            Queries = [TrainStage.Imports.Path],
            Settings = ["run_date", "engagement", "personalize"],
        },
        new("infer", "has Amazon Personalize make the lists")
        {
            IsWanted = IsDriven,
            WhenUnwanted = NotDriven,
            Work = InferStage.InferAsync,
            Models = [InferStage.Output],
            Queries = [InferStage.TrainingQuery.Path, ListRequests.EligibleUsers.Path, ListRequests.BaselinePlaces.Path, ListRequests.SeedItems.Path],
            Settings = ["run_date", "personalize"],
        },
        new("personalize", "reads Amazon Personalize's lists")
        {
            IsWanted = settings => settings.HasPersonalizeLists,
            WhenUnwanted = "no lists of Amazon Personalize: neither 'inputs.personalize.paths' nor 'personalize.region' is set",
            Work = Collect.ReadListsAsync,
            Models =
            [
                RawModels.Lists,
                RawModels.ListProblems,
                Internal.Table("Personalize", "list_rows"),
                ListIssues.Model,
                Recommendations.Of("personalize", room: "Personalize"),
            ],
            Measure = ListFit.CheckAsync,
            Queries =
            [
                Collect.OutputQuery.Path,
                RelatedLists.Lists.Path,
                ListFit.FitQuery.Path,
                ListFit.UnknownIds.Path,
                ListFit.KnownSpellings.Path,
                ListFit.Examples.Path,
                ListFit.Problems.Path,
            ],
            Files = inputs => inputs.ListSource() is { } lists ? [lists] : [],
            Settings = ["inputs.personalize", "personalize"],
        },
        new("evaluate", "judges the lists by what the users did next")
        {
            Models =
            [
                Curves.Cutoffs,
                Curves.RankDiscounts,
                Internal.View("Evaluate", "user_segments"),
                Internal.Table("Evaluate", "truth"),
                Internal.Table("Evaluate", "judged_users"),
                Internal.View("Evaluate", "judged_list"),
                RecommendationQuality.Of("baseline"),
                RecommendationQuality.Of("personalize"),
                RecommendationQuality.Of("popularity"),
                RecommendationQuality.Of("random"),
                Internal.Table("Evaluate", "quality_buckets", Lifetime.Run),
                Internal.Table("Evaluate", "list_exposure"),
                BaselineParts.Model,
                EvaluationSummary.Model,
            ],
            Code = ["SparkReco/Metrics/"],
            Settings = ["evaluation", "comparison", "blend"],
        },
        new("compare", "compares the two systems' lists")
        {
            IsWanted = settings => settings.HasPersonalizeLists,
            WhenUnwanted = "nothing to compare the baseline with",
            Models =
            [
                Curves.Cutoffs,
                Curves.RboDepths,
                Internal.Table("Compare", "list_pairs"),
                RankShifts.Model,
                RecommendationOverlap.Model,
                Internal.View("Evaluate", "user_segments"),
                Internal.Table("Compare", "overlap_buckets"),
                ComparisonSummary.Model,
            ],
            Code = ["SparkReco/Metrics/"],
            Settings = ["evaluation", "comparison", "blend"],
        },
        new("report", "writes the report")
        {
            NeedsGoodResult = true,
            Work = Reports.ReportStage.WriteAsync,
            Queries = ["Reports/Queries/"],
            Settings =
            [
                "run_date",
                "inputs.personalize",
                "personalize",
                "eligibility",
                "engagement",
                "item_item",
                "blend",
                "evaluation",
                "comparison",
            ],
            Code = ["SparkReco/Metrics/"],
        },
    ];

    private const string NotDriven = "neither 'personalize.region' nor 'personalize.endpoint' is set";

    private static bool IsDriven(Settings settings) => settings.Personalize.IsDriven;

    /// <summary>The stages that a configuration asks for.</summary>
    public static IEnumerable<Stage> For(Settings settings) => Stages.Where(stage => stage.IsWanted(settings));

    /// <summary>All models of the pipeline, in order.</summary>
    public static IEnumerable<Model> Models => Stages.SelectMany(stage => stage.Models);

    /// <summary>Whether a model's id is that of a table which people find in the lake.</summary>
    public static bool IsPublished(string id) => Models.Any(model => model.Id == id && model.Lifetime == Lifetime.Published);
}
