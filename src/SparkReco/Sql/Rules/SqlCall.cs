namespace SparkReco.Sql.Rules;

/// <summary>Tokens from <see cref="Start"/> up to, not including, <see cref="End"/>.</summary>
internal readonly record struct TokenRange(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>A function call: the index of its name, of its brackets, and its arguments.</summary>
internal sealed record SqlCall(string Name, int At, int Open, int Close, IReadOnlyList<TokenRange> Arguments)
{
    public bool IsCast => Name is "cast" or "try_cast";
}
