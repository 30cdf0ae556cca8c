using System.Text.RegularExpressions;

namespace SparkReco.Personalize;

/// <summary>A resource of the service, and whether runs of the name made it.</summary>
public sealed record InventoryEntry(Resource Resource, bool IsOurs);

/// <summary>What is in the service under a name.</summary>
internal static partial class Inventory
{
    /// <summary>All that is in the dataset group of the name, with the schemas that runs of the name made; what is made of others comes first.</summary>
    public static async Task<IReadOnlyList<InventoryEntry>> ReadAsync(Service service, string name, CancellationToken cancellation)
    {
        List<Resource> found = [];
        var group = (await service.ListAsync(ResourceKind.DatasetGroup, parent: null, cancellation)).FirstOrDefault(other => other.Name == name);
        if (group is not null)
        {
            foreach (var solution in await service.ListAsync(ResourceKind.Solution, group, cancellation))
            {
                found.AddRange(await service.ListAsync(ResourceKind.Campaign, solution, cancellation));
                foreach (var version in await service.ListAsync(ResourceKind.SolutionVersion, solution, cancellation))
                {
                    found.AddRange(await service.ListAsync(ResourceKind.BatchJob, version, cancellation));
                    found.Add(version);
                }

                found.Add(solution);
            }

            found.AddRange(await service.ListAsync(ResourceKind.Filter, group, cancellation));
            foreach (var dataset in await service.ListAsync(ResourceKind.Dataset, group, cancellation))
            {
                found.AddRange(await service.ListAsync(ResourceKind.ImportJob, dataset, cancellation));
                found.Add(dataset);
            }

            found.Add(group);
        }

        // Schemas carry no tags: their names tell whose they are.
        var schemas = (await service.ListAsync(ResourceKind.Schema, parent: null, cancellation))
            .Where(schema => schema.Name.StartsWith($"{name}-", StringComparison.Ordinal) && SchemaEnd().IsMatch(schema.Name[name.Length..]))
            .ToArray();
        List<InventoryEntry> entries = [];
        foreach (var resource in found)
            entries.Add(new InventoryEntry(resource, await service.IsOursAsync(resource, cancellation)));
        return [.. entries, .. schemas.Select(schema => new InventoryEntry(schema, IsOurs: true))];
    }

    [GeneratedRegex("^-(users|items|interactions)-[0-9a-f]{8}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SchemaEnd();
}
