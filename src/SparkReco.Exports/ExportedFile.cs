namespace SparkReco.Exports;

/// <summary>A file of an exported folder.</summary>
/// <param name="Path">Its path below the folder, with <c>/</c> between names.</param>
/// <param name="Text">What stands in it.</param>
public sealed record ExportedFile(string Path, string Text);
