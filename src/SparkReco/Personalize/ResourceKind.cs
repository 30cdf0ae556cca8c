namespace SparkReco.Personalize;

/// <summary>A kind of resource in the service. What its operations and their members are called follows from its name.</summary>
/// <param name="Name">The name, such as <c>DatasetGroup</c>.</param>
/// <param name="Words">What people call it.</param>
public sealed record ResourceKind(string Name, string Words)
{
    internal static readonly ResourceKind DatasetGroup = new("DatasetGroup", "dataset group");
    internal static readonly ResourceKind Schema = new("Schema", "schema");
    internal static readonly ResourceKind Dataset = new("Dataset", "dataset");
    internal static readonly ResourceKind ImportJob = new("DatasetImportJob", "import");
    internal static readonly ResourceKind Solution = new("Solution", "solution");
    internal static readonly ResourceKind SolutionVersion = new("SolutionVersion", "training");
    internal static readonly ResourceKind Filter = new("Filter", "filter");
    internal static readonly ResourceKind Campaign = new("Campaign", "campaign");
    internal static readonly ResourceKind BatchJob = new("BatchInferenceJob", "batch inference");

    /// <summary>The operation that makes one.</summary>
    public string Create => $"Create{Name}";

    /// <summary>The operation that tells about one.</summary>
    public string Describe => $"Describe{Name}";

    /// <summary>The operation that names those that are there.</summary>
    public string List => $"List{Name}s";

    /// <summary>The operation that makes one another; not every kind has it.</summary>
    public string Update => $"Update{Name}";

    /// <summary>The operation that deletes one; jobs have none.</summary>
    public string Delete => $"Delete{Name}";

    /// <summary>The member with the name of the resource.</summary>
    public string ArnMember => $"{Camel}Arn";

    /// <summary>The member with all about it in what <see cref="Describe"/> answers.</summary>
    public string Member => Camel;

    /// <summary>The member with the list in what <see cref="List"/> answers.</summary>
    public string ListMember => this == Filter ? "Filters" : $"{Camel}s";

    /// <summary>The member with the name that its maker gave it.</summary>
    public string NameMember => IsJob ? "jobName" : "name";

    /// <summary>Whether it is work that ends, which keeps its name for ever and can't be deleted.</summary>
    public bool IsJob => Name.EndsWith("Job", StringComparison.Ordinal);

    /// <summary>Whether it can carry tags.</summary>
    public bool HasTags => this != Schema;

    private string Camel => char.ToLowerInvariant(Name[0]) + Name[1..];
}
