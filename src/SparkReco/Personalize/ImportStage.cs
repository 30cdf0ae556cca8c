using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Brings the data sets to the service: files in the exchange folder, dataset group, schemas, datasets, and an import of each.</summary>
public static class ImportStage
{
    /// <summary>The imports, for the stage that trains on them.</summary>
    internal static readonly Model Imports = new()
    {
        Name = "personalize_imports",
        Room = "Personalize",
        Grain = "a dataset",
        Lifetime = Lifetime.Run,
        IsFilledByWork = true,
        Columns =
        [
            new("dataset", ColumnType.String, ""),
            new("dataset_arn", ColumnType.String, ""),
            new("import_job_arn", ColumnType.String, ""),
            new("imported_at", ColumnType.Double, ""),
        ],
    };

    /// <summary>What stands beside the files when all of them are whole.</summary>
    private sealed record Written(IReadOnlyDictionary<string, long> Bytes);

    /// <summary>Exports and imports; what is there of the same content is taken over.</summary>
    public static async Task ImportAsync(StageContext context, CancellationToken cancellation)
    {
        var hash = Hashing.Of(string.Join('\n', DataSet.All.Select(set => $"{set.Select(context.Settings)} {set.Schema}").Prepend(context.Upstream)))[
            ..8
        ];
        var exchange = Exchange.Of(context, hash);

        // First what shows that the service lets this run in, and has room for it: bringing data there may take long.
        var service = context.OpenService();
        var group = await EnsureGroupAsync(context.Settings.Personalize, service, cancellation);
        var written = await ExportAsync(context, exchange, cancellation);
        var imports = await Task.WhenAll(DataSet.All.Select(set => ImportAsync(context, service, exchange, hash, set, group, cancellation)));
        await context.WriteRowsAsync(
            Imports,
            [.. DataSet.All.Zip(imports, object?[] (set, import) => [set.Name, import.Dataset.Arn, import.Job.Arn, import.Job.ChangedAt])],
            cancellation
        );
        context.Counts["personalize_bytes"] = written.Bytes.Values.Sum();
        context.Note($"the data sets are in {service.Description}, in the dataset group {group.Arn}");
    }

    /// <summary>The dataset group that all runs of a name share.</summary>
    /// <exception cref="PersonalizeException">There is one of the name that no run made.</exception>
    internal static async Task<Resource> EnsureGroupAsync(PersonalizeSettings settings, Service service, CancellationToken cancellation)
    {
        var group = await service.EnsureAsync(ResourceKind.DatasetGroup, parent: null, settings.Name, [], cancellation);
        return await service.IsOursAsync(group, cancellation)
            ? group
            : throw new PersonalizeException(
                $"{service.Description} has a dataset group '{settings.Name}' that no run made: it has no tag {Service.Tag}={settings.Name}. Give the runs another 'personalize.name'"
            )
            {
                Outcome = Outcome.Refused,
            };
    }

    /// <summary>Writes the files, if they are not all there.</summary>
    private static async Task<Written> ExportAsync(StageContext context, Exchange exchange, CancellationToken cancellation)
    {
        var mark = exchange.In / "datasets.json";
        if (await exchange.Store.ReadJsonAsync<Written>(mark, cancellation) is { } before && await IsThereAsync(exchange, before, cancellation))
            return before;
        Dictionary<string, long> bytes = [];
        foreach (var set in DataSet.All)
        {
            context.Ports.Progress.Report(new RunEvent.Doing($"writing the data set of {set.Name}"));
            var folder = exchange.In / set.Name;
            await exchange.Store.DeleteAsync(folder, cancellation);
            try
            {
                await context.Engine.WriteCsvAsync(set.Select(context.Settings), folder, "part", cancellation);
            }
            catch (EngineException error)
            {
                throw error.At(set.Path);
            }

            bytes[set.Name] = await SizeAsync(exchange, set, cancellation);
            if (bytes[set.Name] == 0)
                throw new IOException($"{folder}: nothing was written: can it be reached, by Spark's executors, too?");
        }

        var written = new Written(bytes);
        await exchange.Store.WriteJsonAsync(mark, written, cancellation);
        return written;
    }

    private static async Task<bool> IsThereAsync(Exchange exchange, Written written, CancellationToken cancellation)
    {
        foreach (var set in DataSet.All)
        {
            if (await SizeAsync(exchange, set, cancellation) != written.Bytes.GetValueOrDefault(set.Name))
                return false;
        }

        return true;
    }

    private static async Task<long> SizeAsync(Exchange exchange, DataSet set, CancellationToken cancellation) =>
        (await exchange.Store.ListAsync(exchange.In / set.Name, cancellation)).Sum(file => file.Size);

    private static async Task<(Resource Dataset, Resource Job)> ImportAsync(
        StageContext context,
        Service service,
        Exchange exchange,
        string hash,
        DataSet set,
        Resource group,
        CancellationToken cancellation
    )
    {
        var settings = context.Settings.Personalize;
        var schema = await service.EnsureAsync(
            ResourceKind.Schema,
            parent: null,
            $"{settings.Name}-{set.Name}-{Hashing.Of(set.Schema)[..8]}",
            new JsonObject { ["schema"] = set.Schema },
            cancellation
        );
        var dataset = await service.EnsureAsync(
            ResourceKind.Dataset,
            group,
            $"{settings.Name}-{set.Name}",
            new JsonObject
            {
                [ResourceKind.Schema.ArnMember] = schema.Arn,
                [ResourceKind.DatasetGroup.ArnMember] = group.Arn,
                ["datasetType"] = set.Type.ToUpperInvariant(),
            },
            cancellation,
            new Change(new JsonObject { [ResourceKind.Schema.ArnMember] = schema.Arn }, ResourceKind.Schema.ArnMember)
        );
        var job = await service.EnsureJobAsync(
            ResourceKind.ImportJob,
            dataset,
            $"{settings.Name}-{set.Name}-{context.Settings.RunDate:yyyyMMdd}-{hash}",
            _ =>
                Task.FromResult(
                    new JsonObject
                    {
                        [ResourceKind.Dataset.ArnMember] = dataset.Arn,
                        ["dataSource"] = new JsonObject { ["dataLocation"] = Exchange.Address(exchange.In / set.Name) },
                        ["roleArn"] = settings.RoleArn,
                        ["importMode"] = "FULL",
                    }
                ),
            // What was imported later stands in the place of what this one imported; jobs outlive the dataset that they were for.
            (job, all) =>
                Task.FromResult(
                    job.CreatedAt >= dataset.CreatedAt && all.Where(other => !other.IsLost).All(other => other.CreatedAt <= job.CreatedAt)
                ),
            cancellation
        );
        return (dataset, job);
    }
}
