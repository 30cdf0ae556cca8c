using SparkReco.Ports;

namespace SparkReco.Personalize;

/// <summary>Deletes what runs of a name made, in the order that the service asks for: what others are made of comes last.</summary>
internal static class Teardown
{
    // What ended a moment ago may be in use for some more of them.
    private const int MostAttempts = 10;

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
        foreach (var entry in inventory.Where(entry => entry.IsOurs && !entry.Resource.IsActive && !entry.Resource.IsLost))
            await EndAsync(service, entry.Resource, tell, cancellation);

        // What others made in the group was made of its data.
        var foreign = inventory.Where(entry => !entry.IsOurs).Select(entry => entry.Resource).ToArray();
        foreach (var resource in foreign)
            tell($"left: {Words(resource)} has no tag {Service.Tag}={name}: runs of this name did not make it");
        var order = foreign.Length == 0 ? Order : Order.TakeWhile(kind => kind != ResourceKind.Dataset);
        foreach (
            var resource in order
                .SelectMany(kind => inventory.Where(entry => entry.IsOurs && entry.Resource.Kind == kind))
                .Select(entry => entry.Resource)
        )
        {
            try
            {
                await DeleteAsync(service, resource, cancellation);
                tell($"deleted: {Words(resource)}");
            }
            catch (PersonalizeException error) when (error.IsInUse)
            {
                tell($"left: {Words(resource)} is in use ({error.ServiceMessage})");
            }
        }

        if (foreign.Length > 0 && inventory.Any(entry => entry.IsOurs))
            tell("left: the datasets, their schemas and the dataset group, of which others made something; delete that first");
    }

    private static string Words(Resource resource) => $"the {resource.Kind.Words} {resource.Arn}";

    private static async Task DeleteAsync(Service service, Resource resource, CancellationToken cancellation)
    {
        try
        {
            await service.PatientlyAsync(
                resource.Kind,
                () => service.CallAsync(resource.Kind.Delete, Service.ArnOf(resource), cancellation),
                cancellation,
                MostAttempts
            );
        }
        catch (PersonalizeException error) when (error.IsNotFound)
        {
            return;
        }

        await service.WaitGoneAsync(resource, cancellation);
    }

    /// <summary>Stops a training, and waits for other work: what it works on can't be deleted before it ends.</summary>
    private static async Task EndAsync(Service service, Resource resource, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            if (resource.Kind == ResourceKind.SolutionVersion && !resource.Status.Contains("STOPPING", StringComparison.Ordinal))
            {
                await service.CallAsync("StopSolutionVersionCreation", Service.ArnOf(resource), cancellation);
                tell($"stopped: {Words(resource)}");
            }

            if (resource.IsGoing)
                await service.WaitGoneAsync(resource, cancellation);
            else
                await service.WaitAsync(resource.Kind, resource.Arn, cancellation);
        }
        catch (PersonalizeException error) when (error.Outcome == Outcome.Refused)
        {
            // It ended in the meantime, well or badly: either will do.
        }
    }
}
