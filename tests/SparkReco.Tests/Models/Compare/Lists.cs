using SparkReco.Tests.Support;

namespace SparkReco.Tests.Models.Compare;

internal static class Lists
{
    /// <summary>Both systems' lists of users; an item is a letter.</summary>
    public static ModelRig GivenLists(this ModelRig rig, params (string User, string Baseline, string Personalize)[] lists) =>
        rig.Given(
            "recommendations",
            "system, user_id, rank, item_id",
            [
                .. from list in lists
                from system in new[] { "baseline", "personalize" }
                from place in (system == "baseline" ? list.Baseline : list.Personalize).Index()
                select (object)(system, list.User, place.Index + 1, place.Item.ToString()),
            ]
        );
}
