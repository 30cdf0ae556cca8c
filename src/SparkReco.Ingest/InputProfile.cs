namespace SparkReco.Ingest;

/// <summary>What the first rows of an input hold.</summary>
/// <param name="Rows">The rows that were looked at.</param>
/// <param name="Kept">Those that a run would keep.</param>
/// <param name="Rejected">Those that a run would reject.</param>
/// <param name="LeftOut">Those that the settings leave out.</param>
/// <param name="Fields">Each field, in the order of the table.</param>
public sealed record InputProfile(long Rows, long Kept, long Rejected, long LeftOut, IReadOnlyList<FieldProfile> Fields);

/// <summary>What the first rows hold of a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Column">Where its text comes from, in words; null for nowhere.</param>
/// <param name="IsRequired">Whether a row without it is rejected.</param>
/// <param name="Filled">The rows that have a value, those with one that cannot be read among them.</param>
/// <param name="Values">The commonest values.</param>
public sealed record FieldProfile(string Field, string? Column, bool IsRequired, long Filled, IReadOnlyList<ValueProfile> Values);

/// <summary>A value of a field, and what becomes of it.</summary>
/// <param name="Value">The text in the files.</param>
/// <param name="Rows">The rows that have it.</param>
/// <param name="Becomes">What is stored; null where it cannot be read.</param>
/// <param name="Flaw">Why it cannot be read; null where it can.</param>
public sealed record ValueProfile(string Value, long Rows, string? Becomes, string? Flaw);
