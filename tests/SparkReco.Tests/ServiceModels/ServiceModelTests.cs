using System.Text.Json.Nodes;
using SparkReco.ServiceModels;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.ServiceModels;

public sealed class ServiceModelTests
{
    [Theory]
    [InlineData("personalize")]
    [InlineData("personalize-runtime")]
    [InlineData("personalize-events")]
    [InlineData("redshift-data")]
    [InlineData("secretsmanager")]
    public void A_model_is_the_published_one_without_its_documentation(string service)
    {
        var published = Path.Combine(Golden.Root, "..", "shared", "aws-models", $"{service}.service-2.json");
        if (service == "secretsmanager")
            published = Path.Combine(PythonTools.SearchPath(), "botocore", "data", service, "2017-10-17", "service-2.json");
        if (!File.Exists(published))
            Missing.Skip($"the contract of {service} is missing");
        var theirs = JsonNode.Parse(File.ReadAllText(published))!;
        var ours = JsonNode.Parse(File.ReadAllText(Path.Combine(Golden.Root, "src", "SparkReco.ServiceModels", "Models", $"{service}.json")))!;
        RemoveDocumentation(theirs);

        foreach (var part in new[] { "metadata", "operations", "shapes" })
            Assert.True(JsonNode.DeepEquals(theirs[part], ours[part]), part);
    }

    [Fact]
    public void An_operation_is_found_in_whichever_service_has_it()
    {
        Assert.Equal("/", ServiceModel.OperationOf("CreateSchema").Path);
        Assert.Equal("/recommendations", ServiceModel.OperationOf("GetRecommendations").Path);
        Assert.Equal("/events", ServiceModel.OperationOf("PutEvents").Path);
        Assert.Throws<ArgumentException>(() => ServiceModel.OperationOf("MakeCoffee"));
    }

    [Theory]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{}""", "Value null at 'name' failed to satisfy constraint: Member must not be null")]
    [InlineData(
        """{"name":"-a"}""",
        "Value '-a' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9][a-zA-Z0-9\\-_]*"
    )]
    [InlineData("""{"name":1}""", "Value '1' at 'name' failed to satisfy constraint: Member must be of the type String")]
    [InlineData(
        """{"name":"a","domain":"NEWS"}""",
        "Value 'NEWS' at 'domain' failed to satisfy constraint: Member must satisfy enum value set: [ECOMMERCE, VIDEO_ON_DEMAND]"
    )]
    [InlineData("""{"name":"a","x":1}""", "Unknown member 'x'")]
    public void What_does_not_fit_a_shape_is_told_in_the_services_words(string request, params string[] problems) =>
        Assert.Equal(problems, ShapeCheck.Check(ServiceModel.OperationOf("CreateDatasetGroup").Input, JsonNode.Parse(request), knowsAll: true));

    private static void RemoveDocumentation(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            members.Remove("documentation");
            members.Remove("documentationUrl");
            foreach (var (_, member) in members)
                RemoveDocumentation(member);
        }
        else if (node is JsonArray elements)
        {
            foreach (var element in elements)
                RemoveDocumentation(element);
        }
    }
}
