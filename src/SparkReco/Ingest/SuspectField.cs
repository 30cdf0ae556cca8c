using System.Buffers;
using System.Text;

namespace SparkReco.Ingest;

/// <summary>
/// A cheap test for values that the models will probably reject, so that their rows carry their raw text. A hint, not a verdict: the
/// models alone decide.
/// </summary>
internal static class SuspectField
{
    private const int MaxIdBytes = 256;

    private static readonly SearchValues<byte> _digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> _timestampBytes = SearchValues.Create("0123456789-:.TZtz+ "u8);
    private static readonly byte[][] _notIds = ["null"u8.ToArray(), "undefined"u8.ToArray(), "nan"u8.ToArray(), "none"u8.ToArray()];
    private static readonly byte[][] _contentTypes = ["course"u8.ToArray(), "video"u8.ToArray(), "podcast"u8.ToArray()];
    private static readonly byte[][] _tiers = ["paid"u8.ToArray(), "free"u8.ToArray()];
    private static readonly byte[][] _flags = ["true"u8.ToArray(), "false"u8.ToArray(), "1"u8.ToArray(), "0"u8.ToArray()];
    private static readonly byte[][] _eventTypes =
        ["click"u8.ToArray(), "watch"u8.ToArray(), "impression"u8.ToArray(), "like"u8.ToArray(), "complete"u8.ToArray()];

    public static bool IsSuspect(FieldKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        FieldKind.Id => !IsId(value),
        FieldKind.Timestamp => !IsTimestamp(value),
        FieldKind.EventType => !IsOneOf(value, _eventTypes),
        FieldKind.ContentType => !IsOneOf(value, _contentTypes),
        FieldKind.Tier => !IsOneOf(value, _tiers),
        FieldKind.Number => !value.IsEmpty && !IsCount(value),
        FieldKind.Date => !value.IsEmpty && !IsoDate.TryRead(value, out _),
        FieldKind.Flag => !value.IsEmpty && !IsOneOf(value, _flags),
        _ => false,
    };

    private static bool IsId(ReadOnlySpan<byte> value) =>
        !value.IsEmpty
        && value.Length <= MaxIdBytes
        && value[0] > (byte)' '
        && value[^1] > (byte)' '
        && !value.ContainsAnyInRange((byte)0, (byte)31)
        && !(value.Length <= 9 && value[0] > (byte)'9' && IsOneOf(value, _notIds));

    private static bool IsCount(ReadOnlySpan<byte> value) => value.Length <= 18 && !value.ContainsAnyExcept(_digits);

    /// <summary>Thirteen digits (epoch milliseconds from 2001 to 2286), or what begins as an ISO date.</summary>
    private static bool IsTimestamp(ReadOnlySpan<byte> value)
    {
        if (value.Length == 13 && !value.ContainsAnyExcept(_digits))
        {
            return true;
        }

        return value.Length is >= IsoDate.Length and <= 35
            && IsoDate.TryRead(value[..IsoDate.Length], out _)
            && !value.ContainsAnyExcept(_timestampBytes);
    }

    private static bool IsOneOf(ReadOnlySpan<byte> value, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (value.Length == word.Length && Ascii.EqualsIgnoreCase(value, word))
            {
                return true;
            }
        }

        return false;
    }
}
