using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Recommenders belong to Domain dataset groups, which the local service has none of.</summary>
internal static class RecommenderOperations
{
    public static IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new(
                "CreateRecommender",
                (_, _) =>
                    throw ServiceException.Invalid("Recommenders can be created in Domain dataset groups only. Create a solution and a campaign.")
            ),
            .. new[] { "UpdateRecommender", "DeleteRecommender", "StartRecommender", "StopRecommender" }.Select(name => new KeyValuePair<
                string,
                Handler
            >(name, (input, _) => throw ServiceException.NotFound($"Recommender with ARN {input["recommenderArn"]} does not exist."))),
        ];
}
