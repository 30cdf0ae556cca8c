namespace SparkReco.LocalPersonalize.Resources;

/// <summary>A kind of resource, as the service names it.</summary>
/// <param name="Name">The name in operations, such as <c>DatasetGroup</c>.</param>
/// <param name="Segment">What its ARN has before its name.</param>
/// <param name="Takes">About how long the real service takes to make one.</param>
internal sealed record ResourceKind(string Name, string Segment, TimeSpan Takes)
{
    public static readonly ResourceKind DatasetGroup = new("DatasetGroup", "dataset-group", TimeSpan.FromSeconds(30));
    public static readonly ResourceKind Schema = new("Schema", "schema", TimeSpan.Zero);
    public static readonly ResourceKind Dataset = new("Dataset", "dataset", TimeSpan.FromSeconds(30)) { Update = "latestDatasetUpdate" };
    public static readonly ResourceKind ImportJob = new("DatasetImportJob", "dataset-import-job", TimeSpan.FromMinutes(8));
    public static readonly ResourceKind ExportJob = new("DatasetExportJob", "dataset-export-job", TimeSpan.FromMinutes(8));
    public static readonly ResourceKind Solution = new("Solution", "solution", TimeSpan.FromSeconds(30)) { Update = "latestSolutionUpdate" };
    public static readonly ResourceKind SolutionVersion = new("SolutionVersion", "solution", TimeSpan.FromMinutes(40));
    public static readonly ResourceKind Campaign = new("Campaign", "campaign", TimeSpan.FromMinutes(8)) { Update = "latestCampaignUpdate" };
    public static readonly ResourceKind BatchInferenceJob = new("BatchInferenceJob", "batch-inference-job", TimeSpan.FromMinutes(20));
    public static readonly ResourceKind BatchSegmentJob = new("BatchSegmentJob", "batch-segment-job", TimeSpan.FromMinutes(20));
    public static readonly ResourceKind Filter = new("Filter", "filter", TimeSpan.FromMinutes(1));
    public static readonly ResourceKind EventTracker = new("EventTracker", "event-tracker", TimeSpan.FromSeconds(30));
    public static readonly ResourceKind MetricAttribution = new("MetricAttribution", "metric-attribution", TimeSpan.FromSeconds(30));
    public static readonly ResourceKind DataDeletionJob = new("DataDeletionJob", "data-deletion-job", TimeSpan.FromHours(1));
    public static readonly ResourceKind Recommender = new("Recommender", "recommender", TimeSpan.FromMinutes(40));

    public static readonly IReadOnlyList<ResourceKind> All =
    [
        DatasetGroup,
        Schema,
        Dataset,
        ImportJob,
        ExportJob,
        Solution,
        SolutionVersion,
        Campaign,
        BatchInferenceJob,
        BatchSegmentJob,
        Filter,
        EventTracker,
        MetricAttribution,
        DataDeletionJob,
        Recommender,
    ];

    /// <summary>The name of a resource as a member of requests and replies.</summary>
    public string Member { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>The member that has its ARN.</summary>
    public string ArnMember => $"{Member}Arn";

    /// <summary>The member that shows its latest update; null where there are none.</summary>
    public string? Update { get; private init; }

    public static ResourceKind Of(string name) => All.Single(kind => kind.Name == name);
}
