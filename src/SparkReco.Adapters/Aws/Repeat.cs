namespace SparkReco.Adapters.Aws;

/// <summary>When a request may be sent again.</summary>
[Flags]
internal enum Repeat
{
    Never = 0,

    /// <summary>The service had no room for it: nothing was done.</summary>
    WhenBusy = 1,

    /// <summary>No answer came: what only reads, or has a token by which the service knows it again, does no harm twice.</summary>
    WhenUnknown = 2,

    Always = WhenBusy | WhenUnknown,
}
