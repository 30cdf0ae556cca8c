using System.Globalization;
using System.Runtime.InteropServices;

namespace SparkReco.LocalPersonalize.Data;

/// <summary>The values of one column, packed.</summary>
internal abstract class Column(string name)
{
    public string Name { get; } = name;

    public abstract int Count { get; }

    /// <summary>The value as a text; null where there is none.</summary>
    public abstract string? TextAt(int row);

    /// <summary>The values of some rows, in that order.</summary>
    public abstract Column Of(ReadOnlySpan<int> rows);

    public abstract void Write(BinaryWriter writer);

    public static Column Read(BinaryReader reader)
    {
        var name = reader.ReadString();
        var isText = reader.ReadBoolean();
        var count = reader.ReadInt32();
        if (isText)
        {
            var words = new string[reader.ReadInt32()];
            for (var index = 0; index < words.Length; index++)
                words[index] = reader.ReadString();
            return new TextColumn(name, words, Packed<int>(reader, count));
        }

        return new NumberColumn(name, Packed<double>(reader, count));
    }

    private protected static void WritePacked<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Flush();
        writer.BaseStream.Write(MemoryMarshal.AsBytes(values));
    }

    private static T[] Packed<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

/// <summary>Texts: each different one once, and its number in each row; -1 where there is none.</summary>
internal sealed class TextColumn(string name, string[] words, int[] codes) : Column(name)
{
    public IReadOnlyList<string> Words => words;

    public ReadOnlySpan<int> Codes => codes;

    public override int Count => codes.Length;

    public override string? TextAt(int row) => codes[row] < 0 ? null : words[codes[row]];

    public override Column Of(ReadOnlySpan<int> rows)
    {
        var picked = new int[rows.Length];
        for (var index = 0; index < picked.Length; index++)
            picked[index] = codes[rows[index]];
        return new TextColumn(Name, words, picked);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(true);
        writer.Write(codes.Length);
        writer.Write(words.Length);
        foreach (var word in words)
            writer.Write(word);
        WritePacked<int>(writer, codes);
    }
}

/// <summary>Numbers; NaN where there is none.</summary>
internal sealed class NumberColumn(string name, double[] values) : Column(name)
{
    public ReadOnlySpan<double> Values => values;

    public override int Count => values.Length;

    public override string? TextAt(int row) => double.IsNaN(values[row]) ? null : values[row].ToString(CultureInfo.InvariantCulture);

    public override Column Of(ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (var index = 0; index < picked.Length; index++)
            picked[index] = values[rows[index]];
        return new NumberColumn(Name, picked);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(false);
        writer.Write(values.Length);
        WritePacked<double>(writer, values);
    }
}
