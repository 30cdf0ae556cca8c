using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>What the service brings with it: recipes, their algorithms and their feature transformations.</summary>
internal static class CatalogOperations
{
    private const string AlgorithmPrefix = "arn:aws:personalize:::algorithm/";
    private const string TransformationPrefix = "arn:aws:personalize:::feature-transformation/";

    // The day on which the API was published: the service says no other for what it brings.
    private const long PublishedAt = 1_526_947_200;

    public static IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("ListRecipes", List),
            new("DescribeRecipe", (input, _) => new JsonObject { ["recipe"] = Recipe(Find(input, "recipeArn", Serving.Recipe.ArnPrefix)) }),
            new("DescribeAlgorithm", (input, _) => new JsonObject { ["algorithm"] = Algorithm(Find(input, "algorithmArn", AlgorithmPrefix)) }),
            new(
                "DescribeFeatureTransformation",
                (input, _) =>
                    new JsonObject { ["featureTransformation"] = Transformation(Find(input, "featureTransformationArn", TransformationPrefix)) }
            ),
        ];

    private static JsonObject List(JsonObject input, Fault? fault)
    {
        var recipes = input["domain"] is null ? Serving.Recipe.All : [];
        return Descriptions.Page(
            "recipes",
            recipes.Select(recipe =>
                (JsonNode)Dated(
                    new JsonObject
                    {
                        ["name"] = recipe.Name,
                        ["recipeArn"] = recipe.Arn,
                        ["status"] = "ACTIVE",
                    }
                )
            ),
            input
        );
    }

    private static Recipe Find(JsonObject input, string member, string prefix)
    {
        var arn = (string)input[member]!;
        return Serving.Recipe.All.FirstOrDefault(recipe => prefix + recipe.Name == arn)
            ?? throw ServiceException.NotFound($"Resource with ARN {arn} does not exist.");
    }

    private static JsonObject Recipe(Recipe recipe) =>
        Dated(
            new JsonObject
            {
                ["name"] = recipe.Name,
                ["recipeArn"] = recipe.Arn,
                ["algorithmArn"] = AlgorithmPrefix + recipe.Name,
                ["featureTransformationArn"] = TransformationPrefix + recipe.Name,
                ["status"] = "ACTIVE",
                ["description"] = recipe.Description,
                ["recipeType"] = recipe.Type,
            }
        );

    private static JsonObject Algorithm(Recipe recipe) =>
        Dated(
            new JsonObject
            {
                ["name"] = recipe.Name,
                ["algorithmArn"] = AlgorithmPrefix + recipe.Name,
                ["defaultHyperParameters"] = new JsonObject(
                    recipe.HyperParameters.Select(entry => new KeyValuePair<string, JsonNode?>(entry.Key, entry.Value))
                ),
                ["trainingInputMode"] = "File",
            }
        );

    private static JsonObject Transformation(Recipe recipe) =>
        Dated(
            new JsonObject
            {
                ["name"] = recipe.Name,
                ["featureTransformationArn"] = TransformationPrefix + recipe.Name,
                ["defaultParameters"] = new JsonObject(),
                ["status"] = "ACTIVE",
            }
        );

    private static JsonObject Dated(JsonObject of)
    {
        of["creationDateTime"] = PublishedAt;
        of["lastUpdatedDateTime"] = PublishedAt;
        return of;
    }
}
