using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Sql;

namespace SparkReco.Personalize;

/// <summary>Makes lists for users from lists for items, by what the query <c>related_lists.sql</c> says.</summary>
internal static class RelatedLists
{
    internal static readonly Query<Row> Lists = new("Personalize/Queries/related_lists.sql");

    internal sealed record Row(string Source, long Line, string UserId, int Position, string ItemId, double Score);

    /// <summary>Writes the users' lists as the raw lists that were delivered.</summary>
    /// <param name="context">The stage.</param>
    /// <param name="places">The places of the items' lists, each with the item in the place of the user.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task WriteAsync(StageContext context, IEnumerable<RecordBatch> places, CancellationToken cancellation)
    {
        const string Raw = "item_lists_raw";
        var engine = context.Engine;
        await engine.LoadAsync(Raw, RawModels.ServiceLists.Columns, places.ToAsyncEnumerable(), cancellation);
        await engine.CreateAsync(
            "item_lists",
            $"select user_id as item_id, position, item_id as similar_item_id from {Raw}",
            isView: true,
            cancellation
        );
        var sql = ModelParameters.Fill(
            Lists.Path,
            Lists.ReadSql(),
            context.Settings,
            [ListRequests.SeedsParameter, ("list_size", SqlLiteral.Of(context.Settings.Personalize.ListSize))]
        );
        await engine.WriteAsync(sql, context.Folder.Staged(RawModels.ServiceLists), $"{context.FileName}-0", cancellation);
        await engine.DropAsync("item_lists", cancellation);
        await engine.DropAsync(Raw, cancellation);
    }
}
