using System.Runtime.InteropServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>Arrays and metrics in a model's file: a length, then the numbers as they lie in memory.</summary>
internal static class ModelFile
{
    public static void WriteFloats(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static float[] ReadFloats(this BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public static void WriteMetrics(this BinaryWriter writer, IReadOnlyDictionary<string, double> metrics)
    {
        writer.Write(metrics.Count);
        foreach (var (name, value) in metrics)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    public static Dictionary<string, double> ReadMetrics(this BinaryReader reader)
    {
        var metrics = new Dictionary<string, double>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            metrics.Add(reader.ReadString(), reader.ReadDouble());
        return metrics;
    }
}
