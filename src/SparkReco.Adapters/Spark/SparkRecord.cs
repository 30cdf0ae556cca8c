using System.Data;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// One row of a result, moved from row to row. A whole number of any width is read as <see cref="int"/> or <see cref="long"/>, and one that
/// does not fit is an error; other conversions are not made.
/// </summary>
public abstract class SparkRecord : IDataRecord
{
    public abstract int FieldCount { get; }

    public object this[int i] => GetValue(i);

    public object this[string name] => GetValue(GetOrdinal(name));

    public abstract string GetName(int i);

    public int GetOrdinal(string name)
    {
        for (var index = 0; index < FieldCount; index++)
        {
            if (string.Equals(GetName(index), name, StringComparison.OrdinalIgnoreCase))
                return index;
        }

        throw new ArgumentException($"the result has no column {name}", nameof(name));
    }

    public abstract string GetDataTypeName(int i);

    public abstract Type GetFieldType(int i);

    public abstract bool IsDBNull(int i);

    /// <summary>A value in the type of its column; <see cref="DBNull"/> for null.</summary>
    public abstract object GetValue(int i);

    public int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var index = 0; index < count; index++)
            values[index] = GetValue(index);
        return count;
    }

    public bool GetBoolean(int i) => Present(i) is bool value ? value : throw Unfit(i, "a Boolean");

    public byte GetByte(int i) => checked((byte)GetInt64(i));

    public short GetInt16(int i) => checked((short)GetInt64(i));

    public int GetInt32(int i) => checked((int)GetInt64(i));

    public long GetInt64(int i) =>
        Present(i) switch
        {
            long value => value,
            int value => value,
            short value => value,
            sbyte value => value,
            _ => throw Unfit(i, "a whole number"),
        };

    public float GetFloat(int i) => Present(i) is float value ? value : throw Unfit(i, "a float");

    public double GetDouble(int i) =>
        Present(i) switch
        {
            double value => value,
            float value => value,
            _ => throw Unfit(i, "a double"),
        };

    public decimal GetDecimal(int i) => Present(i) is decimal value ? value : throw Unfit(i, "a decimal");

    public string GetString(int i) => Present(i) as string ?? throw Unfit(i, "a text");

    /// <summary>A day at midnight, or a time in UTC; a time without a zone is taken as it is.</summary>
    public DateTime GetDateTime(int i) =>
        Present(i) switch
        {
            DateOnly value => value.ToDateTime(TimeOnly.MinValue),
            DateTime value => value,
            _ => throw Unfit(i, "a date or a time"),
        };

    public long GetBytes(int i, long fieldOffset, byte[]? buffer, int bufferoffset, int length) => throw new NotSupportedException();

    public char GetChar(int i) => throw new NotSupportedException();

    public long GetChars(int i, long fieldoffset, char[]? buffer, int bufferoffset, int length) => throw new NotSupportedException();

    public IDataReader GetData(int i) => throw new NotSupportedException();

    public Guid GetGuid(int i) => throw new NotSupportedException();

    protected NotSupportedException Unread(int i) =>
        new($"values of the column {GetName(i)} are of the type {GetDataTypeName(i)}, which is not read: cast it in the query");

    private object Present(int i) => IsDBNull(i) ? throw new InvalidCastException($"the column {GetName(i)} is null here") : GetValue(i);

    private InvalidCastException Unfit(int i, string wanted) => new($"the column {GetName(i)} is {GetDataTypeName(i)}, not {wanted}");
}
