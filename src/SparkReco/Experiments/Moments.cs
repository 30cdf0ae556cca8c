namespace SparkReco.Experiments;

/// <summary>A quotient of two of the four sums of <see cref="Moments"/>: what is divided, and by what.</summary>
public readonly record struct Quotient(int Above, int Below)
{
    /// <summary>The metric: n / d.</summary>
    public static readonly Quotient Metric = new(0, 1);

    /// <summary>What it is set beside, x / y: the same before the test or, within users, with the control.</summary>
    public static readonly Quotient Other = new(2, 3);
}

/// <summary>
/// Sums over users of four whole numbers (n, d, x, y) and of their products: all that means, quotients of means and their variances over users
/// need. Users are independent of each other, what one user does is not; so all variances are over users.
/// </summary>
public sealed class Moments
{
    private const int Numbers = 4;
    private readonly long[] _sums;
    private readonly Int128[] _products;

    private Moments(long users, long[] sums, Int128[] products) => (Users, _sums, _products) = (users, sums, products);

    /// <summary>How many users.</summary>
    public long Users { get; }

    /// <summary>Moments from the sums and the sums of products.</summary>
    /// <param name="users">How many users.</param>
    /// <param name="sums">The sums of n, d, x, y; x and y may be missing.</param>
    /// <param name="products">The sums of nn, nd, nx, ny, dd, dx, dy, xx, xy, yy; or of nn, nd, dd.</param>
    public static Moments Of(long users, long[] sums, long[] products)
    {
        var full = new Int128[Numbers * Numbers];
        var next = 0;
        for (var row = 0; row < sums.Length; row++)
        {
            for (var column = row; column < sums.Length; column++)
                full[row * Numbers + column] = full[column * Numbers + row] = products[next++];
        }

        return new(users, [.. sums, .. new long[Numbers - sums.Length]], full);
    }

    /// <summary>Those of a single user.</summary>
    public static Moments OfUser(params long[] values) => new(1, values, [.. values.SelectMany(_ => values, (a, b) => (Int128)a * b)]);

    public static Moments operator +(Moments a, Moments b) =>
        new(a.Users + b.Users, [.. a._sums.Zip(b._sums, (x, y) => x + y)], [.. a._products.Zip(b._products, (x, y) => x + y)]);

    public static Moments operator -(Moments a, Moments b) =>
        new(a.Users - b.Users, [.. a._sums.Zip(b._sums, (x, y) => x - y)], [.. a._products.Zip(b._products, (x, y) => x - y)]);

    /// <summary>The sum of one of the four numbers.</summary>
    public long Sum(int number) => _sums[number];

    /// <summary>Whether a quotient has a value, and users enough for a variance.</summary>
    public bool Has(Quotient quotient) => Users > 1 && _sums[quotient.Below] > 0;

    /// <summary>The quotient of two sums.</summary>
    public double Value(Quotient quotient) => (double)_sums[quotient.Above] / _sums[quotient.Below];

    /// <summary>The variance of a quotient by the delta method (Deng et al., Applying the delta method in metric analytics, KDD 2018, section 3).</summary>
    public double Variance(Quotient quotient) => Covariance(quotient, quotient);

    /// <summary>The covariance of two quotients of sums over the same users, by the delta method.</summary>
    public double Covariance(Quotient a, Quotient b)
    {
        var (ra, rb) = (Value(a), Value(b));
        var spread =
            Spread(a.Above, b.Above) - (ra * Spread(a.Below, b.Above)) - (rb * Spread(a.Above, b.Below)) + (ra * rb * Spread(a.Below, b.Below));
        return spread * Users / _sums[a.Below] / _sums[b.Below];
    }

    /// <summary>The covariance of two of the numbers among users, as of a sample. Whole numbers up to the end: nothing is lost where values are large and alike.</summary>
    private double Spread(int a, int b) => (double)((Users * _products[a * Numbers + b]) - ((Int128)_sums[a] * _sums[b])) / Users / (Users - 1);
}
