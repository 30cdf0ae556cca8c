namespace SparkReco.Reports;

/// <summary>What lists from files are compared on, where there is no run.</summary>
/// <param name="Sources">The files, those of lists first.</param>
/// <param name="Lights">Whether the comparison can be trusted.</param>
public sealed record ComparedFiles(IReadOnlyList<ComparedFiles.Source> Sources, IReadOnlyList<Light> Lights)
{
    /// <summary>The name of what users did, which is no system.</summary>
    public const string Truth = "truth";

    /// <param name="Name">The system, or <see cref="Truth"/>.</param>
    /// <param name="File">The path as it was given.</param>
    /// <param name="Taken">Which columns were taken for what, in words.</param>
    /// <param name="Rows">The rows of the files.</param>
    /// <param name="Users">Users among them.</param>
    /// <param name="Items">Different items among them.</param>
    /// <param name="Shortest">The length of the shortest list.</param>
    /// <param name="Longest">The length of the longest list.</param>
    public sealed record Source(string Name, string File, string Taken, long Rows, long Users, long Items, int? Shortest, int? Longest);
}
