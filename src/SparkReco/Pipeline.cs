using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.History;
using SparkReco.Kernels;
using SparkReco.Lists;
using SparkReco.Models;
using SparkReco.Models.Baseline;
using SparkReco.Models.Clean;
using SparkReco.Models.Compare;
using SparkReco.Models.Engagement;
using SparkReco.Models.Evaluate;
using SparkReco.Models.Experiment;
using SparkReco.Models.History;
using SparkReco.Models.Lists;
using SparkReco.Personalize;
using SparkReco.Ranking;
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
            WhyForced = settings => settings.Fetch == FetchMode.Full ? "'fetch' is full" : null,
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
                ItemCategories.Model,
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
        new("tune", "chooses the baseline's settings by what would have been best before the run date, and learns to rank")
        {
            IsWanted = settings => settings.Baseline == BaselineMode.Auto,
            WhenUnwanted = "'baseline' is fixed",
            Work = TuneStage.TuneAsync,
            Models = [TuneStage.Trials, RankerTables.Trials, RankerTables.Trees],
            Queries = ["Tuning/"],
            Settings = ["run_date", "eligibility", "engagement", "item_item", "blend", "ranker", "evaluation"],
            Chooses = ChosenSettings.Sections,
            Code =
            [
                "SparkReco/Kernels/",
                "SparkReco/Ranking/",
                "SparkReco.Adapters/LightGbm/",
                "SparkReco/Models/Curves.cs",
                "SparkReco/Models/Engagement/",
                "SparkReco/Models/Baseline/",
            ],
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
            Measure = RunDateCheck.TellAsync,
            Queries = [RunDateCheck.EventsByDay.Path],
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
                Internal.Table("Baseline", "item_counts"),
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
                Internal.Table("Baseline", "pair_similarities"),
                ItemNeighbors.Model,
                Internal.Table("Baseline", "reach"),
                Curves.PlaceWeights,
                Internal.Table("Baseline", "similar_candidates"),
                Internal.Table("Baseline", "user_lists"),
                Internal.Table("Baseline", "candidates"),
                Internal.Table("Baseline", "candidate_ratings"),
                Internal.Table("Baseline", "other_similarities"),
                Internal.Table("Baseline", "item_features"),
                Internal.Table("Baseline", "candidate_features"),
                RankerTables.Scores,
                Recommendations.Model,
                Internal.Table("Baseline", "popularity_list", Lifetime.Run, BaselineKernels.PopularityListsAsync, BaselineKernels.Reads),
                Curves.DrawNumbers,
                Internal.Table("Baseline", "random_list", Lifetime.Run, BaselineKernels.RandomListsAsync, BaselineKernels.Reads),
            ],
            Measure = Measures.CountListsAsync,
            Queries = ["Runs/Queries/list_counts.sql"],
            Settings = ["run_date", "engagement", "item_item", "blend", "ranker"],
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
        new("lists", "reads the lists of Amazon Personalize and of other systems")
        {
            IsWanted = settings => settings.HasLists,
            WhenUnwanted =
                "no lists to compare the baseline with: none of 'inputs.personalize.paths', 'personalize.region' and 'inputs.lists' is set",
            Work = DeliveredLists.ReadAsync,
            Models =
            [
                RawModels.ServiceLists,
                RawModels.ListProblems,
                Internal.View("Lists", "delivered_lists"),
                Internal.Table("Lists", "list_rows", Lifetime.Run),
                ListIssues.Model,
                Recommendations.OfLists,
                Recommendations.OfDelivered,
            ],
            Measure = ListFit.CheckAsync,
            Queries =
            [
                DeliveredLists.OutputQuery.Path,
                RelatedLists.Lists.Path,
                ListFit.FitQuery.Path,
                ListFit.UnknownIds.Path,
                ListFit.KnownSpellings.Path,
                ListFit.Examples.Path,
                ListFit.Problems.Path,
            ],
            Files = inputs => inputs.ListSource() is { } lists ? [lists] : [],
            Settings = ["inputs.lists", "personalize", "evaluation"],
        },
        new("evaluate", "judges the lists by what the users did next")
        {
            Models =
            [
                Curves.Cutoffs,
                Curves.RankDiscounts,
                Internal.Table("Evaluate", "user_segments", Lifetime.Run),
                Internal.Table("Evaluate", "truth", Lifetime.Run),
                Internal.Table("Evaluate", "judged_users", Lifetime.Run),
                Internal.View("Evaluate", "judged_list"),
                RecommendationQuality.Model,
                Internal.Table("Evaluate", "quality_buckets", Lifetime.Run),
                Internal.Table("Evaluate", "list_exposure"),
                Internal.Table("Evaluate", "list_traits"),
                BaselineParts.Model,
                EvaluationSummary.Model,
            ],
            Code = ["SparkReco/Metrics/"],
            Settings = ["inputs.lists", "personalize", "evaluation", "comparison", "blend"],
        },
        new("compare", "compares the systems' lists, pair by pair")
        {
            IsWanted = settings => settings.HasLists,
            WhenUnwanted = "nothing to compare the baseline with",
            Models =
            [
                Curves.Cutoffs,
                Curves.RboDepths,
                SystemPairs.Model,
                Internal.View("Evaluate", "judged_list"),
                Internal.Table("Compare", "list_pairs"),
                RankShifts.Model,
                RecommendationOverlap.Model,
                HitOverlap.Model,
                ContentDiscovery.Model,
                Internal.Table("Compare", "overlap_buckets"),
                Internal.Table("Compare", "user_wins"),
                ComparisonSummary.Model,
                Internal.View("Evaluate", "judged_days"),
                CostSummary.Model,
            ],
            Code = ["SparkReco/Metrics/"],
            Settings = ["run_date", "inputs.lists", "personalize", "evaluation", "comparison", "blend"],
        },
        new("history", "looks what changed since the run before")
        {
            Work = HistoryStage.ReadEarlierAsync,
            Models =
            [
                HistoryStage.EarlierLists,
                HistoryStage.EarlierFigures,
                SettingChanges.Model,
                ListChurn.Model,
                Internal.View("Evaluate", "judged_days"),
                RunHistory.Model,
            ],
            Measure = HistoryStage.FindAlertsAsync,
            Queries = [HistoryStage.Churns.Path, HistoryStage.Drops.Path],
            Settings = ["inputs.lists", "personalize", "evaluation", "history"],
            Code = ["SparkReco/Metrics/", "SparkReco/History/"],
        },
        new("experiment", "compares what people did with the lists that they were shown")
        {
            Models =
            [
                Internal.Table("Experiment", "impression_outcomes"),
                Internal.Table("Experiment", "list_impressions"),
                Internal.Table("Experiment", "shown_sources"),
                Internal.Table("Experiment", "pair_days"),
                FoundExperiments.Model,
                Internal.Table("Experiment", "arm_members"),
                Internal.Table("Experiment", "arm_values"),
                Internal.Table("Experiment", "arm_segments"),
                Internal.Table("Experiment", "arm_sums"),
                Internal.Table("Experiment", "arm_tops"),
                Internal.Table("Experiment", "arm_looks"),
                Internal.Table("Experiment", "source_sums"),
                EngagementBySource.Model,
                ExperimentSummary.Model,
                ExperimentCheckList.Model,
                Internal.Table("Experiment", "policy_buckets"),
                OffPolicy.Model,
            ],
            Code = ["SparkReco/Judging/"],
            Settings = ["comparison", "experiment"],
        },
        new("report", "writes the report")
        {
            NeedsGoodResult = true,
            Work = Reports.ReportStage.WriteAsync,
            Queries = ["Reports/Queries/"],
            Settings =
            [
                "run_date",
                "inputs.lists",
                "personalize",
                "eligibility",
                "engagement",
                "item_item",
                "blend",
                "ranker",
                "evaluation",
                "comparison",
                "quality",
                "experiment",
            ],
            Code = ["SparkReco/Metrics/", "SparkReco/Experiments/"],
        },
    ];

    private const string NotDriven = "neither 'personalize.region' nor 'personalize.endpoint' is set";

    private static bool IsDriven(Settings settings) => settings.Personalize.IsDriven;

    /// <summary>The stages with the parts of tables that a configuration asks for.</summary>
    public static IReadOnlyList<Stage> For(Settings settings) =>
        [.. Stages.Select(stage => stage with { Models = [.. stage.Models.SelectMany(model => model.PartsIn(settings))] })];

    /// <summary>All models of the pipeline, in order.</summary>
    public static IEnumerable<Model> Models => Stages.SelectMany(stage => stage.Models);

    /// <summary>The model of a table's id that people find in the lake; null where there is none.</summary>
    public static Model? Published(string id)
    {
        var published = Models.Where(model => model.Lifetime == Lifetime.Published).ToArray();
        return published.FirstOrDefault(model => model.Id == id && model.Systems is null)
            ?? (
                id.Split('.', 2) is [var name, var system]
                    ? published.FirstOrDefault(model => model.Name == name && model.Systems is not null)?.PartOf(system)
                    : null
            );
    }
}
