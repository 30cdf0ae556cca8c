using System.Runtime.InteropServices;
using SparkReco.Ports;
using SparkReco.Ranking;

namespace SparkReco.Adapters.LightGbm;

/// <summary>LambdaMART by LightGBM (Ke et al., LightGBM: A highly efficient gradient boosting decision tree, NIPS 2017), in this process.</summary>
public sealed class LightGbmTrainer : IRankingTrainer
{
    private const int RoundCount = 150;

    // Small trees, many of them, each of half of the users and of the features: chance moves the lists less. One thread, for several forests
    // are learned at once; the trees are the same with any number.
    private const string Parameters =
        "objective=lambdarank lambdarank_truncation_level=15 num_leaves=15 learning_rate=0.07 min_data_in_leaf=100 max_bin=63 feature_fraction=0.5 "
        + "bagging_fraction=0.5 bagging_freq=1 bagging_by_query=true use_missing=false deterministic=true force_col_wise=true seed=1 num_threads=1 verbosity=-1";

    private static readonly Lazy<string?> Missing = new(Try);

    public string? Obstacle => Missing.Value;

    public Forest Train(RankingExamples examples, IReadOnlySet<int> withheld, CancellationToken cancellation)
    {
        int[] features = [.. Enumerable.Range(0, Feature.All.Count).Where(feature => !withheld.Contains(feature))];
        using var data = new LightGbmDataSet(examples, features, Parameters);
        using var booster = new LightGbmBooster(data, Parameters);
        for (var round = 0; round < RoundCount && booster.AddTree(); round++)
            cancellation.ThrowIfCancellationRequested();
        return new Forest([.. LightGbmText.Read(booster.Text(), features)]);
    }

    private static string? Try()
    {
        try
        {
            LightGbmBooster.Probe();
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return RuntimeInformation.ProcessArchitecture != Architecture.X64
                    ? $"LightGBM has no library for {RuntimeInformation.RuntimeIdentifier}: learn the ranker on an x64 machine, and take it with ranker.mode=reuse"
                : OperatingSystem.IsLinux()
                    ? $"LightGBM's library could not be loaded; it needs libgomp.so.1 (Debian: libgomp1; Amazon Linux: libgomp): install it, and run again ({First(error)})"
                : $"LightGBM could not be loaded: {First(error)}";
        }
    }

    /// <summary>What became of the first of the places where the library was looked for; all of them are a page.</summary>
    private static string First(Exception error) => error.Message.Split('\n') is [_, var first, _, ..] ? first.Trim() : error.Message;
}
