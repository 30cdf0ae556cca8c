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
        var where = model.System is null ? "" : $" where system = '{model.System}'";
        var required = model.IsFilledByWork ? [] : model.Columns.Where(column => !column.IsNullable && !(model.IsKeyProven && model.Key.Contains(column.Name))).ToArray();
        var checks = required.Select(column => ($"{column.Name} is never null", $"{column.Name} is null"))
            .Concat(model.Rules.Select(rule => (rule.Promise, rule.BrokenWhen)))
            .ToArray();
        var counts = checks.Select((check, index) => $", cast(count(case when {check.Item2} then 1 end) as bigint) as c{index}");
        var sql = $"select cast(count(*) as bigint) as row_count{string.Concat(counts)} from {model.Name}{where}";
        var (rows, broken) = (await engine.ReadAsync(sql, row => (row.GetInt64(0), checks.Select((_, index) => row.GetInt64(index + 1)).ToArray()), cancellation))[0];
        for (var index = 0; index < checks.Length; index++)
        {
            if (broken[index] > 0)
                throw new ContractException($"{model.Id}: {broken[index]:N0} of {rows:N0} rows break the contract '{checks[index].Item1}'; to see them: select * from {model.Name} where {checks[index].Item2}");
        }

        if (model.Key.Count > 0 && !model.IsKeyProven && await engine.CountRepeatedKeysAsync(model, cancellation) is var repeated and > 0)
            throw new ContractException($"{model.Id}: {repeated:N0} keys ({string.Join(", ", model.Key)}) stand more than once");
        return rows;
    }
}

/// <summary>A table breaks its contract.</summary>
public sealed class ContractException : Exception
{
    public ContractException()
    {
    }

    public ContractException(string message)
        : base(message)
    {
    }

    public ContractException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
