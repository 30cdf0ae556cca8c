using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using SparkReco.Adapters.Spark;

namespace SparkReco.MicrosoftSpark;

/// <summary>A row of a result.</summary>
internal sealed class RowRecord(StructType schema) : SparkRecord
{
    private readonly StructField[] _fields = [.. schema.Fields];

    public Row Row { get; set; } = null!;

    public override int FieldCount => _fields.Length;

    public override string GetName(int i) => _fields[i].Name;

    public override string GetDataTypeName(int i) => _fields[i].DataType.SimpleString;

    public override Type GetFieldType(int i) =>
        _fields[i].DataType switch
        {
            BooleanType => typeof(bool),
            ByteType => typeof(sbyte),
            ShortType => typeof(short),
            IntegerType => typeof(int),
            LongType => typeof(long),
            FloatType => typeof(float),
            DoubleType => typeof(double),
            DecimalType => typeof(decimal),
            StringType => typeof(string),
            BinaryType => typeof(byte[]),
            DateType => typeof(DateOnly),
            TimestampType => typeof(DateTime),
            _ => typeof(object),
        };

    public override bool IsDBNull(int i) => Row.Get(i) is null;

    /// <summary>A value in the type of its column: rows come with whole numbers in the narrowest type that holds them.</summary>
    public override object GetValue(int i) =>
        Row.Get(i) is not { } value
            ? DBNull.Value
            : _fields[i].DataType switch
            {
                ByteType => Convert.ToSByte(value),
                ShortType => Convert.ToInt16(value),
                LongType => Convert.ToInt64(value),
                FloatType => Convert.ToSingle(value),
                DateType => DateOnly.FromDateTime(((Date)value).ToDateTime()),
                TimestampType => ((Timestamp)value).ToDateTime(),
                BooleanType or IntegerType or DoubleType or DecimalType or StringType or BinaryType => value,
                _ => throw Unread(i),
            };
}
