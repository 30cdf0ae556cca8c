using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>How many of each kind there may be, by the service's defaults.</summary>
internal static class Quotas
{
    public const int DatasetGroups = 5;
    public const int Schemas = 500;
    public const int SolutionsOfGroup = 10;
    public const int CampaignsOfGroup = 5;
    public const int FiltersOfGroup = 10;
    public const int ImportJobsUnderWay = 5;
    public const int BatchJobsUnderWay = 5;
    public const int SolutionVersionsUnderWay = 20;
    public const int DataDeletionJobsUnderWay = 5;
    public const int TagsOfResource = 50;

    /// <exception cref="ServiceException">There are as many as there may be.</exception>
    public static void CheckUnderWay(Registry registry, ResourceKind kind, int most)
    {
        var now = registry.Now;
        if (registry.All(kind).Count(resource => resource.IsUnderWayAt(now)) >= most)
            throw ServiceException.Limit($"More than {most} resources with PENDING or IN_PROGRESS status.");
    }

    /// <exception cref="ServiceException">There are as many as there may be.</exception>
    public static void Check(IReadOnlyCollection<Resource> there, int most, string what)
    {
        if (there.Count >= most)
            throw ServiceException.Limit($"Cannot create a {what}. More than {most} resources in ACTIVE state. Please delete some and try again.");
    }
}
