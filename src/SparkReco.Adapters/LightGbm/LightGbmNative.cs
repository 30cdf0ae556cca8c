using System.Runtime.InteropServices;
using System.Text;
using SparkReco.Ports;
using SparkReco.Ranking;

namespace SparkReco.Adapters.LightGbm;

/// <summary>The functions of LightGBM's C API that are used (its header c_api.h); all give 0, or there is an error text.</summary>
internal static partial class LightGbmNative
{
    private const string Library = "lib_lightgbm";

    public static void Check(int result)
    {
        if (result != 0)
            throw new EngineException($"LightGBM: {Marshal.PtrToStringUTF8(GetLastError())}");
    }

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    private static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DatasetCreateFromMat(
        double[] data,
        int type,
        int rowCount,
        int columnCount,
        int isRowMajor,
        string parameters,
        nint reference,
        out nint dataSet
    );

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DatasetSetField(nint dataSet, string name, float[] values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DatasetSetField(nint dataSet, string name, int[] values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    public static partial int DatasetFree(nint dataSet);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int BoosterCreate(nint dataSet, string parameters, out nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    public static partial int BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    public static partial int BoosterSaveModelToString(nint booster, int start, int count, int importance, long size, out long length, byte[] text);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    public static partial int BoosterFree(nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_GetMaxThreads")]
    public static partial int GetMaxThreads(out int count);
}

/// <summary>Examples as LightGBM keeps them, each feature in at most 63 bins.</summary>
internal sealed class LightGbmDataSet : IDisposable
{
    private const int Float32 = 0;
    private const int Float64 = 1;
    private const int Int32 = 2;

    public LightGbmDataSet(RankingExamples examples, IReadOnlyList<int> features, string parameters)
    {
        var (rows, width) = (examples.Labels.Count, Feature.All.Count);
        var values = examples.Rows;
        var matrix = new double[rows * features.Count];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < features.Count; column++)
                matrix[(row * features.Count) + column] = values[(row * width) + features[column]];
        }

        LightGbmNative.Check(
            LightGbmNative.DatasetCreateFromMat(matrix, Float64, rows, features.Count, isRowMajor: 1, parameters, 0, out var handle)
        );
        Handle = handle;
        float[] labels = [.. examples.Labels.Select(isUsed => isUsed ? 1f : 0)];
        LightGbmNative.Check(LightGbmNative.DatasetSetField(handle, "label", labels, rows, Float32));
        LightGbmNative.Check(LightGbmNative.DatasetSetField(handle, "group", [.. examples.Lengths], examples.Lengths.Count, Int32));
    }

    public nint Handle { get; }

    public void Dispose() => _ = LightGbmNative.DatasetFree(Handle);
}

/// <summary>Trees that grow.</summary>
internal sealed class LightGbmBooster : IDisposable
{
    public LightGbmBooster(LightGbmDataSet data, string parameters)
    {
        LightGbmNative.Check(LightGbmNative.BoosterCreate(data.Handle, parameters, out var handle));
        Handle = handle;
    }

    public nint Handle { get; }

    /// <summary>Throws where the library can't be loaded.</summary>
    public static void Probe() => LightGbmNative.Check(LightGbmNative.GetMaxThreads(out _));

    /// <summary>Adds a tree; gives whether another could be added.</summary>
    public bool AddTree()
    {
        LightGbmNative.Check(LightGbmNative.BoosterUpdateOneIter(Handle, out var isFinished));
        return isFinished == 0;
    }

    /// <summary>The trees in LightGBM's text format.</summary>
    public string Text()
    {
        LightGbmNative.Check(LightGbmNative.BoosterSaveModelToString(Handle, 0, -1, 0, 0, out var length, []));
        var text = new byte[length];
        LightGbmNative.Check(LightGbmNative.BoosterSaveModelToString(Handle, 0, -1, 0, length, out length, text));
        return Encoding.UTF8.GetString(text);
    }

    public void Dispose() => _ = LightGbmNative.BoosterFree(Handle);
}
