using System.Reflection;
using SparkReco.Personalize;
using SparkReco.ServiceModels;
using Xunit;

namespace SparkReco.Tests.Personalize;

/// <summary>What operations and members are called follows from the name of a kind: it must be what the service's model says.</summary>
public sealed class ResourceKindTests
{
    private static readonly ResourceKind[] Kinds =
    [
        .. typeof(ResourceKind)
            .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(ResourceKind))
            .Select(field => (ResourceKind)field.GetValue(null)!),
    ];

    private static IReadOnlyDictionary<string, Operation> Operations => ServiceModel.Personalize.Operations;

    public static TheoryData<string> Names { get; } = [.. Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kind_is_made_described_and_listed_by_operations_of_the_service(string name)
    {
        var kind = Kinds.Single(kind => kind.Name == name);
        var create = Operations[kind.Create];

        Assert.Contains(kind.ArnMember, create.Output!.Members.Keys);
        Assert.Contains(kind.NameMember, create.Input!.Members.Keys);
        Assert.Equal(kind.HasTags, create.Input.Members.ContainsKey("tags"));
        Assert.Contains(kind.ArnMember, Operations[kind.Describe].Input!.Members.Keys);
        var described = Operations[kind.Describe].Output!.Members[kind.Member].Members.Keys;
        Assert.Contains(kind.ArnMember, described);
        Assert.Contains(kind.NameMember, described);
        Assert.Contains("creationDateTime", described);
        Assert.Contains(kind.ArnMember, Operations[kind.List].Output!.Members[kind.ListMember].Element!.Members.Keys);
    }

    /// <summary>Jobs and trainings have no deletion of their own; groups, filters and schemas never change.</summary>
    [Fact]
    public void Those_kinds_are_deleted_and_changed_that_can_be()
    {
        Assert.Equal(
            ["Campaign", "Dataset", "DatasetGroup", "Filter", "Schema", "Solution"],
            Kinds.Where(kind => Operations.ContainsKey(kind.Delete)).Select(kind => kind.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["Campaign", "Dataset", "Solution"],
            Kinds.Where(kind => Operations.ContainsKey(kind.Update)).Select(kind => kind.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("CREATE PENDING", false, false)]
    [InlineData("CREATE IN_PROGRESS", false, false)]
    [InlineData("IN PROGRESS", false, false)]
    [InlineData("UPDATE PENDING", false, false)]
    [InlineData("ACTIVE", true, false)]
    [InlineData("COMPLETED", true, false)]
    [InlineData("CREATE FAILED", false, true)]
    [InlineData("FAILED", false, true)]
    [InlineData("CREATE STOPPED", false, true)]
    [InlineData("CREATE STOPPING", false, false)]
    [InlineData("INACTIVE", false, true)]
    [InlineData("A WORD OF TOMORROW", false, false)]
    public void A_status_is_done_lost_or_waited_for_in_whatever_words(string status, bool isActive, bool isLost)
    {
        var resource = new Resource(ResourceKind.SolutionVersion, new() { ["status"] = status });

        Assert.Equal((isActive, isLost), (resource.IsActive, resource.IsLost));
    }

    /// <summary>While a campaign is updated its own status stays ACTIVE.</summary>
    [Fact]
    public void A_change_under_way_is_waited_for()
    {
        var campaign = new Resource(
            ResourceKind.Campaign,
            new()
            {
                ["status"] = "ACTIVE",
                ["latestCampaignUpdate"] = new System.Text.Json.Nodes.JsonObject { ["status"] = "CREATE IN_PROGRESS" },
            }
        );

        Assert.False(campaign.IsActive);
    }
}
