using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;
using SparkReco.ServiceModels;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Answers a request that fits its shape.</summary>
/// <param name="input">The request.</param>
/// <param name="fault">What goes wrong with what is made.</param>
internal delegate JsonObject Handler(JsonObject input, Fault? fault);

/// <summary>All operations, by their names.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<string, Handler> _handlers = [];

    public OperationTable(ServiceCore core)
    {
        var descriptions = new Descriptions(core);
        foreach (var kind in ResourceKind.All)
        {
            _handlers.Add($"Describe{kind.Name}", (input, _) => descriptions.Describe(kind, input));
            _handlers.Add($"List{kind.Name}s", (input, _) => descriptions.List(kind, input));
        }

        Solutions = new SolutionOperations(core);
        Imports = new ImportJobs(core);
        Exports = new ExportJobs(core);
        Batches = new BatchJobs(core);
        Deletions = new DataDeletionJobs(core);
        IEnumerable<IEnumerable<KeyValuePair<string, Handler>>> rooms =
        [
            new DatasetOperations(core).Handlers,
            Imports.Handlers,
            Exports.Handlers,
            Deletions.Handlers,
            Solutions.Handlers,
            new CampaignOperations(core).Handlers,
            Batches.Handlers,
            new GroupExtras(core).Handlers,
            CatalogOperations.Handlers,
            new TagOperations(core).Handlers,
            new RuntimeOperations(core).Handlers,
            new EventOperations(core).Handlers,
            RecommenderOperations.Handlers,
        ];
        foreach (var (name, handler) in rooms.SelectMany(handlers => handlers))
            _handlers[name] = handler;
    }

    public SolutionOperations Solutions { get; }

    public ImportJobs Imports { get; }

    public ExportJobs Exports { get; }

    public BatchJobs Batches { get; }

    public DataDeletionJobs Deletions { get; }

    /// <summary>The names of the operations that there are.</summary>
    public IReadOnlyCollection<string> Names => _handlers.Keys;

    /// <exception cref="ServiceException">The answer is an error.</exception>
    public JsonObject Answer(Operation operation, JsonObject input, Fault? fault)
    {
        var problems = ShapeCheck.Check(operation.Input, input);
        if (problems.Count > 0)
        {
            throw new ServiceException(
                "ValidationException",
                $"{problems.Count} validation error{(problems.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}"
            );
        }

        return _handlers[operation.Name](input, fault);
    }

    /// <summary>Begins again the work that was under way when the service ended.</summary>
    public void Resume(ServiceCore core)
    {
        foreach (var kind in ResourceKind.All)
        {
            foreach (var resource in core.Registry.All(kind).Where(resource => !resource.IsDone && resource.DeleteAskedAt is null))
            {
                Action<Resource>? start = kind.Name switch
                {
                    "DatasetImportJob" => Imports.Start,
                    "DatasetExportJob" => Exports.Start,
                    "DataDeletionJob" => Deletions.Start,
                    "SolutionVersion" => Solutions.Start,
                    "BatchInferenceJob" or "BatchSegmentJob" => Batches.Start,
                    _ => null,
                };
                start?.Invoke(resource);
            }
        }
    }
}
