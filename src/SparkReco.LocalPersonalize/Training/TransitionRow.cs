using System.Runtime.CompilerServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>The transitions from one item: near and all counts by target, in a hash table with open addressing.</summary>
internal sealed class TransitionRow
{
    private const int Empty = -1;
    private int[] _targets = [];
    private float[] _near = [];
    private float[] _far = [];
    private int _count;
    private float _nearTotal;
    private float _farTotal;

    public void Add(int target, float near, float far)
    {
        if (_count * 2 >= _targets.Length)
            Grow();
        var slot = Slot(target);
        if (_targets[slot] == Empty)
        {
            _targets[slot] = target;
            _count++;
        }

        (_near[slot], _far[slot]) = (_near[slot] + near, _far[slot] + far);
        (_nearTotal, _farTotal) = (_nearTotal + near, _farTotal + far);
    }

    public void Multiply(float factor)
    {
        for (var slot = 0; slot < _targets.Length; slot++)
            (_near[slot], _far[slot]) = (_near[slot] * factor, _far[slot] * factor);
        (_nearTotal, _farTotal) = (_nearTotal * factor, _farTotal * factor);
    }

    /// <summary>Adds the chances of the targets; one transition to nowhere keeps those of rarely used items small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Chances(float scale, float nearShare, float farShare, Span<float> near, Span<float> far)
    {
        var nearFactor = nearShare * scale / (_nearTotal * scale + 1);
        var farFactor = farShare * scale / (_farTotal * scale + 1);
        for (var slot = 0; slot < _targets.Length; slot++)
        {
            var target = _targets[slot];
            if (target == Empty)
                continue;
            near[target] += nearFactor * _near[slot];
            far[target] += farFactor * _far[slot];
        }
    }

    public void Save(BinaryWriter writer, float scale)
    {
        writer.Write(_nearTotal * scale);
        writer.Write(_farTotal * scale);
        writer.Write(_count);
        for (var slot = 0; slot < _targets.Length; slot++)
        {
            if (_targets[slot] == Empty)
                continue;
            writer.Write(_targets[slot]);
            writer.Write(_near[slot] * scale);
            writer.Write(_far[slot] * scale);
        }
    }

    /// <summary>Reads a row; its slots are full, so nothing can be added to it.</summary>
    public static TransitionRow Load(BinaryReader reader)
    {
        var row = new TransitionRow { _nearTotal = reader.ReadSingle(), _farTotal = reader.ReadSingle() };
        row._count = reader.ReadInt32();
        (row._targets, row._near, row._far) = (new int[row._count], new float[row._count], new float[row._count]);
        for (var slot = 0; slot < row._count; slot++)
            (row._targets[slot], row._near[slot], row._far[slot]) = (reader.ReadInt32(), reader.ReadSingle(), reader.ReadSingle());
        return row;
    }

    private int Slot(int target)
    {
        var mask = _targets.Length - 1;
        var slot = target & mask;
        while (_targets[slot] != Empty && _targets[slot] != target)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var (targets, near, far) = (_targets, _near, _far);
        var length = Math.Max(8, 2 * targets.Length);
        (_targets, _near, _far) = (new int[length], new float[length], new float[length]);
        Array.Fill(_targets, Empty);
        for (var old = 0; old < targets.Length; old++)
        {
            if (targets[old] == Empty)
                continue;
            var slot = Slot(targets[old]);
            (_targets[slot], _near[slot], _far[slot]) = (targets[old], near[old], far[old]);
        }
    }
}
