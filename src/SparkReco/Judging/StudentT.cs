namespace SparkReco.Judging;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    private const double Accuracy = 1e-16;
    private const int MostSteps = 100_000;

    /// <summary>
    /// The chance that the absolute value exceeds |t|, with a relative error below 1e-10: the regularised incomplete beta function
    /// I(df/2, 1/2) at df / (df + t²) (Abramowitz and Stegun, 26.7.1).
    /// </summary>
    public static double TwoSided(double t, double degrees)
    {
        if (double.IsNaN(t) || double.IsNaN(degrees) || degrees <= 0)
            return double.NaN;
        var square = t * t;
        if (double.IsInfinity(square))
            return 0;
        // The continued fraction converges at once on the side of the mean where x is small.
        var a = degrees / 2;
        var y = square / (degrees + square);
        var front = Math.Exp((a * double.LogP1(-y)) + (0.5 * Math.Log(y))) * GammaQuotient(a) / Math.Sqrt(Math.PI);
        if (square == 0)
            return 1;
        return 1 - y < (a + 1) / (a + 2.5) ? front * Fraction(a, 0.5, 1 - y) / a : 1 - (front * Fraction(0.5, a, y) / 0.5);
    }

    /// <summary>The value that is exceeded with a chance of (1 - level) / 2: 1.96 at a level of 0.95 and many degrees of freedom.</summary>
    public static double Quantile(double level, double degrees)
    {
        if (double.IsNaN(degrees) || degrees <= 0)
            return double.NaN;
        var (low, high) = (0d, 2d);
        while (TwoSided(high, degrees) > 1 - level)
            high *= 2;
        for (var middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
            (low, high) = TwoSided(middle, degrees) > 1 - level ? (middle, high) : (low, middle);
        return high;
    }

    /// <summary>The standard normal distribution's value that is exceeded with a chance below a half, to seven digits.</summary>
    public static double NormalQuantile(double tail)
    {
        var (low, high) = (0d, 40d);
        for (var middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
            (low, high) = Normal.UpperTail(middle) > tail ? (middle, high) : (low, middle);
        return high;
    }

    /// <summary>Gamma(a + 1/2) / Gamma(a): for large a by its series (Abramowitz and Stegun, 6.1.47), for others by a step upwards.</summary>
    private static double GammaQuotient(double a)
    {
        var factor = 1d;
        for (; a < 100; a++)
            factor *= a / (a + 0.5);
        var r = 1 / a;
        return factor * Math.Sqrt(a) * (1 + (r * (-1 / 8d + (r * (1 / 128d + (r * (5 / 1024d + (r * (-21 / 32768d)))))))));
    }

    /// <summary>The continued fraction of the incomplete beta function, by Lentz's method (Press et al., Numerical Recipes, 2nd edition, section 6.4).</summary>
    private static double Fraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;

        var c = 1d;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; m <= MostSteps; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Accuracy)
                break;
        }

        return value;
    }
}
