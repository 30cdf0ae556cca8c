using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Runs;

/// <summary>Checks a table against its contract: required columns, rules, and the key.</summary>
public static class ContractCheck
{
    /// <summary>Gives the number of rows.</summary>
    /// <exception cref="ContractException">The table breaks its contract.</exception>
    public static async Task<long> CheckAsync(IEngine engine, Model model, CancellationToken cancellation)
    {
        var required = model.IsFilledByWork
            ? []
            : model.Columns.Where(column => !column.IsNullable && !(model.IsKeyProven && model.Key.Contains(column.Name))).ToArray();
        var checks = required
            .Select(column => ($"{column.Name} is never null", $"{column.Name} is null"))
            .Concat(model.Rules.Select(rule => (rule.Promise, rule.BrokenWhen)))
            .ToArray();
        var counts = await engine.CountAsync(model, [.. checks.Select(check => check.Item2)], cancellation);
        for (var index = 0; index < checks.Length; index++)
        {
            if (counts.Matches[index] > 0)
                throw new ContractException(
                    $"{model.Id}: {counts.Matches[index]:N0} of {counts.Rows:N0} rows break the contract '{checks[index].Item1}'; to see them: select * from {model.Name} where {checks[index].Item2}"
                );
        }

        if (counts.RepeatedKeys > 0)
            throw new ContractException($"{model.Id}: {counts.RepeatedKeys:N0} keys ({string.Join(", ", model.Key)}) stand more than once");
        return counts.Rows;
    }
}

/// <summary>A table breaks its contract.</summary>
public sealed class ContractException : Exception
{
    public ContractException() { }

    public ContractException(string message)
        : base(message) { }

    public ContractException(string message, Exception inner)
        : base(message, inner) { }
}
