using Apache.Arrow;
using SparkReco.Kernels;

namespace SparkReco.ListSets;

/// <summary>The rows that one thread was handed, with numbers of its own in place of ids.</summary>
internal sealed class RowTaker
{
    /// <summary>As many rows as an array that the garbage collector moves holds.</summary>
    private const int RowsPerBlock = 8192;

    public IdIndex Users { get; } = new();

    public IdIndex Items { get; } = new();

    public List<Block> Blocks { get; } = [];

    public long Rows { get; private set; }

    /// <summary>Rows without a user, an item or, where there should be one, a number.</summary>
    public long Incomplete { get; private set; }

    internal sealed class Block
    {
        public readonly int[] Users = new int[RowsPerBlock];
        public readonly int[] Items = new int[RowsPerBlock];
        public readonly double[] Numbers = new double[RowsPerBlock];
        public int Count;
    }

    /// <summary>Takes rows of a user's id, an item's id and a number. Most rows are of the same user as the one before.</summary>
    public void Take(RecordBatch rows, bool needsNumber)
    {
        var users = new Texts(rows.Column(0));
        var items = new Texts(rows.Column(1));
        var numbers = (DoubleArray)rows.Column(2);
        var values = numbers.Values;
        var hasNulls = numbers.NullCount > 0;
        var block = Blocks.Count > 0 ? Blocks[^1] : Add();
        var user = -1;
        ReadOnlySpan<byte> last = default;
        Rows += rows.Length;
        for (var row = 0; row < rows.Length; row++)
        {
            var userId = users[row];
            var itemId = items[row];
            var isNumber = !(hasNulls && numbers.IsNull(row)) && !double.IsNaN(values[row]);
            if (userId.IsEmpty || itemId.IsEmpty || (needsNumber && !isNumber))
            {
                Incomplete++;
                continue;
            }

            if (user < 0 || !userId.SequenceEqual(last))
            {
                user = Users.Add(userId);
                last = userId;
            }

            if (block.Count == RowsPerBlock)
                block = Add();
            block.Users[block.Count] = user;
            block.Items[block.Count] = Items.Add(itemId);
            block.Numbers[block.Count++] = isNumber ? values[row] : 0;
        }
    }

    private Block Add()
    {
        var block = new Block();
        Blocks.Add(block);
        return block;
    }
}
