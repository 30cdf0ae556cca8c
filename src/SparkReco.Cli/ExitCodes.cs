namespace SparkReco.Cli;

/// <summary>The exit codes, which schedulers rely on.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int DoneWithRejectedRows = 3;
    public const int RefusedByQualityGate = 4;
    public const int LeaseHeld = 5;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
