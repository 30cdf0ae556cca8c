namespace SparkReco.Adapters.Aws;

/// <summary>What a service is to people, for messages about what went wrong there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Permission">What keys or a role need to use it, such as <c>the permission to do it</c>.</param>
/// <param name="Place">The settings that say where it is.</param>
internal sealed record ServiceHelp(string Name, string Permission, string Place);
