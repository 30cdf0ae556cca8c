using SparkReco.Configuration;
using SparkReco.Sql;

namespace SparkReco.Models;

/// <summary>The parameters of the models, as typed literals from the settings.</summary>
public static class ModelParameters
{
    private static readonly Dictionary<string, Func<Settings, SqlLiteral>> All = new()
    {
        ["run_date"] = settings => SqlLiteral.Of(settings.RunDate),
        ["run_date_ms"] = settings => SqlLiteral.Of(UnixDay.Start(settings.RunDate)),
        ["active_days"] = settings => SqlLiteral.Of(settings.Eligibility.ActiveDays),
        ["click_points"] = settings => SqlLiteral.Of(settings.Engagement.ClickPoints),
        ["watch_minute_points"] = settings => SqlLiteral.Of(settings.Engagement.WatchMinutePoints),
        ["like_points"] = settings => SqlLiteral.Of(settings.Engagement.LikePoints),
        ["complete_points"] = settings => SqlLiteral.Of(settings.Engagement.CompletePoints),
        ["max_points_per_item_day"] = settings => SqlLiteral.Of(settings.Engagement.MaxPointsPerItemDay),
        ["max_points_per_day"] = settings => SqlLiteral.Of(settings.Engagement.MaxPointsPerDay),
        ["lookback_days"] = settings => SqlLiteral.Of(settings.Engagement.LookbackDays),
        ["history_size"] = settings => SqlLiteral.Of(settings.ItemItem.HistorySize),
        ["seed_size"] = settings => SqlLiteral.Of(settings.ItemItem.SeedSize),
        ["neighbors"] = settings => SqlLiteral.Of(settings.ItemItem.Neighbors),
        ["min_support"] = settings => SqlLiteral.Of(settings.ItemItem.MinSupport),
        ["shrinkage"] = settings => SqlLiteral.Of(settings.ItemItem.Shrinkage),
        ["both_ways"] = settings => SqlLiteral.Of(settings.ItemItem.Direction == PairDirection.Both),
        ["pair_step_ms"] = settings => SqlLiteral.Of(Curves.StepMs(settings.ItemItem.HalfLifeHours)),
        ["popularity_step_ms"] = settings => SqlLiteral.Of(Curves.StepMs(settings.Blend.PopularityHalfLifeHours)),
        ["list_size"] = settings => SqlLiteral.Of(settings.Blend.ListSize),
        ["item_item_weight"] = settings => SqlLiteral.Of((long)settings.Blend.ItemItem),
        ["category_weight"] = settings => SqlLiteral.Of((long)settings.Blend.Category),
        ["popularity_weight"] = settings => SqlLiteral.Of((long)settings.Blend.Popularity),
        ["preference_weight"] = settings => SqlLiteral.Of((long)settings.Blend.Preference),
        ["recency_weight"] = settings => SqlLiteral.Of((long)settings.Blend.Recency),
        ["item_state_weight"] = settings => SqlLiteral.Of((long)settings.Blend.ItemState),
        ["period_ms"] = settings => SqlLiteral.Of(Curves.PeriodMs(settings.Blend.PopularityHalfLifeHours)),
        ["min_history"] = settings => SqlLiteral.Of(settings.Blend.MinHistory),
        ["is_ranked"] = settings => SqlLiteral.Of(settings.IsRanked),
        ["ranker_min_history"] = settings => SqlLiteral.Of(settings.Ranker.MinHistory),
        ["new_item_days"] = settings => SqlLiteral.Of(settings.Blend.NewItemDays),
        ["user_buckets"] = settings => SqlLiteral.Of(settings.Personalize.UserBuckets),
        ["horizon_days"] = settings => SqlLiteral.Of(settings.Evaluation.HorizonDays),
        ["main_k"] = settings => SqlLiteral.Of(settings.Evaluation.MainCutoff),
        ["attribution_ms"] = settings => SqlLiteral.Of(settings.Experiment.AttributionHours * 3_600_000L),
        ["rbo_odds"] = settings => SqlLiteral.Of((100 - settings.Comparison.RboPersistence) / (double)settings.Comparison.RboPersistence),
        ["rbo_inverse_odds"] = settings => SqlLiteral.Of(settings.Comparison.RboPersistence / (100d - settings.Comparison.RboPersistence)),
    };

    /// <summary>The model's SQL with its parameters filled in.</summary>
    /// <exception cref="SqlModelException">The SQL names a parameter that does not exist.</exception>
    public static string Render(Model model, Settings settings, params IReadOnlyList<(string Name, SqlLiteral Value)> others) =>
        Fill(model.SqlPath, model.ReadSql(), settings, [("system", SqlLiteral.Of(model.System ?? "")), .. others]);

    /// <summary>A query with its parameters filled in.</summary>
    /// <exception cref="SqlModelException">The SQL names a parameter that does not exist.</exception>
    public static string Fill(string path, Settings settings) => Fill(path, Query.ReadSql(path), settings, []);

    /// <summary>SQL with its parameters filled in: those of the settings, and others.</summary>
    /// <exception cref="SqlModelException">The SQL names a parameter that does not exist.</exception>
    public static string Fill(string path, string sql, Settings settings, IReadOnlyList<(string Name, SqlLiteral Value)> others)
    {
        var template = new SqlTemplate(path, sql);
        var given = others.ToDictionary(other => other.Name, other => other.Value);
        return template.Fill(
            template
                .Parameters.Where(name => given.ContainsKey(name) || All.ContainsKey(name))
                .ToDictionary(name => name, name => given.TryGetValue(name, out var value) ? value : All[name](settings))
        );
    }
}
