using System.Text.Json.Nodes;

namespace SparkReco.Ports;

/// <summary>
/// Amazon Personalize, or a service that speaks its protocols. An operation is called by the name that AWS gives it, with the members of its
/// request; its reply has those that AWS describes.
/// </summary>
public interface IPersonalize
{
    /// <summary>The service and where it is, for people.</summary>
    string Description { get; }

    /// <summary>Whether it is known to be a stand-in, whose lists are not Amazon's. It is known after the first call.</summary>
    bool IsStandIn { get; }

    /// <summary>Calls an operation. What only reads is repeated where that may help; what creates or changes something is repeated only if it was surely not done.</summary>
    /// <exception cref="PersonalizeException">The service refused or failed, or can't be reached.</exception>
    Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation);
}

/// <summary>What is known of an operation that failed.</summary>
public enum Outcome
{
    /// <summary>The service refused it: nothing was done.</summary>
    Refused,

    /// <summary>The service had no room or no time for it: nothing was done, and waiting helps.</summary>
    Busy,

    /// <summary>No answer came, or one that says nothing: it may have been done.</summary>
    Unknown,
}

/// <summary>An operation of Amazon Personalize failed.</summary>
public sealed class PersonalizeException : IOException
{
    /// <inheritdoc/>
    public PersonalizeException() { }

    /// <inheritdoc/>
    public PersonalizeException(string message)
        : base(message) { }

    /// <inheritdoc/>
    public PersonalizeException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>The service's name for the error, such as <c>ResourceNotFoundException</c>; nothing where it gave none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The service's own words; nothing where it gave none.</summary>
    public string ServiceMessage { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public Outcome Outcome { get; init; } = Outcome.Unknown;

    /// <summary>Whether what was asked for is not there.</summary>
    public bool IsNotFound => Type == "ResourceNotFoundException";

    /// <summary>Whether something of the name is there already.</summary>
    public bool IsAlreadyThere => Type == "ResourceAlreadyExistsException";

    /// <summary>Whether something else that is under way has to end first.</summary>
    public bool IsInUse => Type == "ResourceInUseException";

    /// <summary>Whether a quota is used up: one of things under way, which waiting helps, or one of things that are there.</summary>
    public bool IsLimit => Type == "LimitExceededException";
}
