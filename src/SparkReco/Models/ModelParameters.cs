using SparkReco.Configuration;
using SparkReco.Sql;

namespace SparkReco.Models;

/// <summary>The parameters of the models, as typed literals from the settings.</summary>
public static class ModelParameters
{
    /// <summary>The model's SQL with its parameters filled in.</summary>
    /// <exception cref="SqlModelException">The SQL names a parameter that does not exist.</exception>
    public static string Render(Model model, Settings settings) => Fill(model.SqlPath, model.ReadSql(), settings, [("system", SqlLiteral.Of(model.System ?? ""))]);

    /// <summary>SQL with its parameters filled in: those of the settings, and others.</summary>
    /// <exception cref="SqlModelException">The SQL names a parameter that does not exist.</exception>
    public static string Fill(string path, string sql, Settings settings, IReadOnlyList<(string Name, SqlLiteral Value)> others)
    {
        var template = new SqlTemplate(path, sql);
        var all = Of(settings);
        foreach (var (name, value) in others)
            all.Add(name, value);
        return template.Fill(template.Parameters.Where(all.ContainsKey).ToDictionary(name => name, name => all[name]));
    }

    private static Dictionary<string, SqlLiteral> Of(Settings settings) => new()
    {
        ["run_date"] = SqlLiteral.Of(settings.RunDate),
        ["run_date_ms"] = SqlLiteral.Of((settings.RunDate.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400_000L),
        ["active_days"] = SqlLiteral.Of(settings.Eligibility.ActiveDays),
        ["keep_repeats"] = SqlLiteral.Of(settings.Inputs.KeepRepeats),
        ["click_points"] = SqlLiteral.Of(settings.Engagement.ClickPoints),
        ["watch_minute_points"] = SqlLiteral.Of(settings.Engagement.WatchMinutePoints),
        ["like_points"] = SqlLiteral.Of(settings.Engagement.LikePoints),
        ["complete_points"] = SqlLiteral.Of(settings.Engagement.CompletePoints),
        ["max_points_per_item_day"] = SqlLiteral.Of(settings.Engagement.MaxPointsPerItemDay),
        ["max_points_per_day"] = SqlLiteral.Of(settings.Engagement.MaxPointsPerDay),
        ["lookback_days"] = SqlLiteral.Of(settings.Engagement.LookbackDays),
        ["history_size"] = SqlLiteral.Of(settings.ItemItem.HistorySize),
        ["seed_size"] = SqlLiteral.Of(settings.ItemItem.SeedSize),
        ["neighbors"] = SqlLiteral.Of(settings.ItemItem.Neighbors),
        ["min_support"] = SqlLiteral.Of(settings.ItemItem.MinSupport),
        ["list_size"] = SqlLiteral.Of(settings.Blend.ListSize),
        ["item_item_weight"] = SqlLiteral.Of((long)settings.Blend.ItemItem),
        ["popularity_weight"] = SqlLiteral.Of((long)settings.Blend.Popularity),
        ["preference_weight"] = SqlLiteral.Of((long)settings.Blend.Preference),
        ["recency_weight"] = SqlLiteral.Of((long)settings.Blend.Recency),
        ["total_weight"] = SqlLiteral.Of((long)settings.Blend.ItemItem + settings.Blend.Popularity + settings.Blend.Preference + settings.Blend.Recency),
        ["min_history"] = SqlLiteral.Of(settings.Blend.MinHistory),
        ["new_item_days"] = SqlLiteral.Of(settings.Blend.NewItemDays),
        ["horizon_days"] = SqlLiteral.Of(settings.Evaluation.HorizonDays),
        ["rbo_odds"] = SqlLiteral.Of((100 - settings.Comparison.RboPersistence) / (double)settings.Comparison.RboPersistence),
        ["rbo_inverse_odds"] = SqlLiteral.Of(settings.Comparison.RboPersistence / (100d - settings.Comparison.RboPersistence)),
    };
}
