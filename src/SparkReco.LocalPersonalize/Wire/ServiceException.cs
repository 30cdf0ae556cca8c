namespace SparkReco.LocalPersonalize.Wire;

/// <summary>An answer that is an error, under the service's own name for it.</summary>
internal sealed class ServiceException(string type, string message, int status = 400) : Exception(message)
{
    public string Type { get; } = type;

    /// <summary>The status of HTTP.</summary>
    public int Status { get; } = status;

    public static ServiceException Invalid(string message) => new("InvalidInputException", message);

    public static ServiceException InUse(string message) => new("ResourceInUseException", message);

    public static ServiceException NotFound(string message) => new("ResourceNotFoundException", message);

    public static ServiceException Limit(string message) => new("LimitExceededException", message);

    public static ServiceException Exists(string arn) => new("ResourceAlreadyExistsException", $"Another resource with Arn {arn} already exists.");
}
