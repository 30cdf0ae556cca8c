using System.Text.Json.Nodes;
using SparkReco.Ports;

namespace SparkReco.Personalize;

/// <summary>Deletes what runs of a name made, in the order that the service asks for: what others are made of comes last.</summary>
internal static class Teardown
{
    private static readonly ResourceKind[] Order =
    [
        ResourceKind.Campaign,
        ResourceKind.Filter,
        ResourceKind.Solution,
        ResourceKind.Dataset,
        ResourceKind.Schema,
        ResourceKind.DatasetGroup,
    ];

    /// <summary>Deletes, and waits until it is gone; tells what is left, and why.</summary>
    public static async Task DeleteAsync(Service service, string name, Action<string> tell, CancellationToken cancellation)
    {
        var inventory = await Inventory.ReadAsync(service, name, cancellation);
        foreach (var version in inventory.Where(entry => entry.IsOurs && entry.Resource.Kind == ResourceKind.SolutionVersion))
        {
            if (!version.Resource.IsActive && !version.Resource.IsLost)
                await StopAsync(service, version.Resource, tell, cancellation);
        }

        foreach (var entry in Order.SelectMany(kind => inventory.Where(entry => entry.Resource.Kind == kind)))
        {
            var (resource, words) = (entry.Resource, $"the {entry.Resource.Kind.Words} {entry.Resource.Arn}");
            if (!entry.IsOurs)
            {
                tell($"left: {words} has no tag {Service.Tag}={name}: runs of this name did not make it");
                continue;
            }

            try
            {
                await DeleteAsync(service, resource, cancellation);
                tell($"deleted: {words}");
            }
            catch (PersonalizeException error) when (error.IsInUse)
            {
                tell($"left: {words} is in use ({error.ServiceMessage})");
            }
        }
    }

    private static async Task DeleteAsync(Service service, Resource resource, CancellationToken cancellation)
    {
        try
        {
            await service.PatientlyAsync(
                resource.Kind,
                () => service.CallAsync(resource.Kind.Delete, new JsonObject { [resource.Kind.ArnMember] = resource.Arn }, cancellation),
                cancellation
            );
        }
        catch (PersonalizeException error) when (error.IsNotFound)
        {
            return;
        }

        await service.WaitGoneAsync(resource, cancellation);
    }

    private static async Task StopAsync(Service service, Resource version, Action<string> tell, CancellationToken cancellation)
    {
        await service.CallAsync(
            "StopSolutionVersionCreation",
            new JsonObject { [ResourceKind.SolutionVersion.ArnMember] = version.Arn },
            cancellation
        );
        tell($"stopped: the training {version.Arn}");
    }
}
