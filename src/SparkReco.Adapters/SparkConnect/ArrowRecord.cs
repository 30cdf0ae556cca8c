using Apache.Arrow;
using Apache.Arrow.Types;
using SparkReco.Adapters.Spark;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>A row of an Arrow batch.</summary>
internal sealed class ArrowRecord(RecordBatch batch) : SparkRecord
{
    private readonly IArrowArray[] _columns = [.. batch.Arrays];

    public int Row { get; set; }

    public override int FieldCount => _columns.Length;

    public override string GetName(int i) => batch.Schema.GetFieldByIndex(i).Name;

    public override string GetDataTypeName(int i) => batch.Schema.GetFieldByIndex(i).DataType.Name;

    public override Type GetFieldType(int i) =>
        batch.Schema.GetFieldByIndex(i).DataType.TypeId switch
        {
            ArrowTypeId.Boolean => typeof(bool),
            ArrowTypeId.Int8 => typeof(sbyte),
            ArrowTypeId.Int16 => typeof(short),
            ArrowTypeId.Int32 => typeof(int),
            ArrowTypeId.Int64 => typeof(long),
            ArrowTypeId.Float => typeof(float),
            ArrowTypeId.Double => typeof(double),
            ArrowTypeId.Decimal128 => typeof(decimal),
            ArrowTypeId.String => typeof(string),
            ArrowTypeId.Binary => typeof(byte[]),
            ArrowTypeId.Date32 => typeof(DateOnly),
            ArrowTypeId.Timestamp => typeof(DateTime),
            _ => typeof(object),
        };

    public override bool IsDBNull(int i) => _columns[i].IsNull(Row);

    public override object GetValue(int i) =>
        IsDBNull(i)
            ? DBNull.Value
            : _columns[i] switch
            {
                BooleanArray column => column.GetValue(Row)!.Value,
                Int8Array column => column.Values[Row],
                Int16Array column => column.Values[Row],
                Int32Array column => column.Values[Row],
                Int64Array column => column.Values[Row],
                FloatArray column => column.Values[Row],
                DoubleArray column => column.Values[Row],
                Decimal128Array column => column.GetValue(Row)!.Value,
                StringArray column => column.GetString(Row),
                BinaryArray column => column.GetBytes(Row).ToArray(),
                Date32Array column => column.GetDateOnly(Row)!.Value,
                TimestampArray column => TimeOf(column),
                NullArray => DBNull.Value,
                _ => throw Unread(i),
            };

    private DateTime TimeOf(TimestampArray column) =>
        DateTime.SpecifyKind(
            column.GetTimestamp(Row)!.Value.UtcDateTime,
            ((TimestampType)column.Data.DataType).Timezone is null ? DateTimeKind.Unspecified : DateTimeKind.Utc
        );
}
