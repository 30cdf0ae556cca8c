using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Filters;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize;

/// <summary>What the operations share: the resources, the data, the models, and the work under way.</summary>
internal sealed class ServiceCore : IAsyncDisposable
{
    public ServiceCore(LocalServiceOptions options)
    {
        Options = options;
        Registry = new Registry(options);
        Data = new DataStore(Path.Combine(options.State, "datasets"), Registry);
        Models = new ModelStore(Path.Combine(options.State, "models"), options);
        Places = new Places(options);
    }

    public LocalServiceOptions Options { get; }

    public Registry Registry { get; }

    public DataStore Data { get; }

    public ModelStore Models { get; }

    public Places Places { get; }

    public Work Work { get; } = new();

    /// <summary>The schema of a dataset.</summary>
    public DatasetSchema SchemaOf(Resource dataset) =>
        DatasetSchema.Parse(Registry.Require(ResourceKind.Schema, dataset.Text("schemaArn")!).Text("schema")!);

    /// <summary>The dataset of a type in a group; null where there is none.</summary>
    public Resource? DatasetOf(string groupArn, string type) =>
        Registry.All(ResourceKind.Dataset, "datasetGroupArn", groupArn).FirstOrDefault(dataset => dataset.Text("datasetType") == type);

    /// <summary>The columns that a solution version learns from.</summary>
    public FeatureColumns ColumnsOf(Resource version)
    {
        return new FeatureColumns(
            Schema("Items"),
            Schema("Users"),
            Schema("Interactions"),
            version.Members["solutionConfig"]?["trainingDataConfig"] as JsonObject
        );

        DatasetSchema? Schema(string type) => DatasetOf(version.Text("datasetGroupArn")!, type) is { } dataset ? SchemaOf(dataset) : null;
    }

    /// <summary>What makes the lists of a solution version.</summary>
    /// <param name="version">The solution version.</param>
    /// <param name="configuration">The configuration of the campaign or batch job.</param>
    public ListMaker ListsOf(Resource version, JsonObject? configuration)
    {
        var recipe = Recipe.Find(version.Text("recipeArn"))!;
        var data = Data.Of(version.Text("datasetGroupArn")!);
        var columns = ColumnsOf(version);
        var model = Models.Of(version);
        model.TakeUp(data, columns);
        return new ListMaker(recipe, model, data, columns, new EventWeights(version), Exploration.Of(recipe, configuration));
    }

    /// <summary>The expression of a filter; null where none is asked for.</summary>
    public FilterExpression? FilterOf(string? arn, string groupArn)
    {
        if (arn is null)
            return null;
        var filter = Registry.RequireActive(ResourceKind.Filter, arn);
        return filter.Text("datasetGroupArn") == groupArn
            ? FilterParser.Parse(filter.Text("filterExpression")!)
            : throw ServiceException.Invalid($"Filter {arn} is of another dataset group than the solution version.");
    }

    /// <summary>Does a resource's work, beside the requests, and says how it ended.</summary>
    public void Start(string lane, Resource resource, Func<CancellationToken, Task<JsonObject?>> work)
    {
        if (resource.IsDone || resource.StopAskedAt is not null)
            return;
        Work.Start(
            lane,
            resource.Id,
            async cancellation =>
            {
                try
                {
                    var changes = await work(cancellation);
                    Registry.Finish(resource, failure: null, changes);
                }
                catch (JobFailedException error)
                {
                    Registry.Finish(resource, error.Message);
                    Options.Log($"{resource.Arn}: {error.Message}");
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Registry.Finish(resource, "Internal service failure. Please try again.");
                    Options.Log($"{resource.Arn} failed: {error}");
                }
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        Data.Dispose();
        Models.Dispose();
        Registry.Dispose();
    }
}
