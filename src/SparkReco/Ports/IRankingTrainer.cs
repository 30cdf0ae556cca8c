using SparkReco.Ranking;

namespace SparkReco.Ports;

/// <summary>Learns trees that put candidates in order, from lists of candidates of which some were taken.</summary>
public interface IRankingTrainer
{
    /// <summary>Why nothing can be learned on this machine, with the remedy; null where it can.</summary>
    string? Obstacle { get; }

    /// <summary>Learns from examples. The same examples give the same trees.</summary>
    /// <param name="examples">The users' lists; each has a candidate that was taken.</param>
    /// <param name="withheld">Features by which no tree may ask.</param>
    /// <param name="cancellation">Ends it between two trees.</param>
    Forest Train(RankingExamples examples, IReadOnlySet<int> withheld, CancellationToken cancellation);
}
