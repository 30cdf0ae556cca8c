using SparkReco.Judging;

namespace SparkReco.Experiments;

/// <summary>A difference, treatment less control, with its variance over users and the degrees of freedom of its interval.</summary>
/// <param name="Control">The metric's value with the control.</param>
/// <param name="Treatment">The metric's value with the treatment.</param>
/// <param name="Variance">The variance of the difference.</param>
/// <param name="Degrees">Degrees of freedom of Student's t distribution.</param>
/// <param name="RelativeVariance">The variance of treatment / control.</param>
public sealed record Effect(double Control, double Treatment, double Variance, double Degrees, double RelativeVariance)
{
    /// <summary>Treatment less control.</summary>
    public double Difference => Treatment - Control;

    /// <summary>Two-sided p-value of there being no difference; not a number where nothing varies.</summary>
    public double PValue => StudentT.TwoSided(Difference / Math.Sqrt(Variance), Degrees);

    /// <summary>
    /// Two arms of different users: Welch's interval (Welch, Biometrika 1947); the relative one by the delta method on the quotient, as GrowthBook has it.
    /// Null where an arm has fewer than two users or nothing to divide by.
    /// </summary>
    public static Effect? Between(Moments control, Moments treatment)
    {
        if (!control.Has(Quotient.Metric) || !treatment.Has(Quotient.Metric))
            return null;
        return OfArms(
            (control.Value(Quotient.Metric), control.Variance(Quotient.Metric), control.Users),
            (treatment.Value(Quotient.Metric), treatment.Variance(Quotient.Metric), treatment.Users)
        );
    }

    /// <summary>
    /// The same adjusted for what users did before: CUPED (Deng et al., Improving the sensitivity of online controlled experiments, WSDM 2013)
    /// with one theta of both arms together. Null where nobody did anything before, or all did the same.
    /// </summary>
    public static Effect? Adjusted(Moments control, Moments treatment)
    {
        Moments[] arms = [control, treatment];
        var all = control + treatment;
        if (arms.Any(arm => !arm.Has(Quotient.Metric) || !arm.Has(Quotient.Other)) || all.Variance(Quotient.Other) is not (> 0 and var before))
            return null;
        var theta = all.Covariance(Quotient.Metric, Quotient.Other) / before;
        var adjusted = arms.Select(arm =>
                (
                    arm.Value(Quotient.Metric) - (theta * (arm.Value(Quotient.Other) - all.Value(Quotient.Other))),
                    arm.Variance(Quotient.Metric)
                        + (theta * theta * arm.Variance(Quotient.Other))
                        - (2 * theta * arm.Covariance(Quotient.Metric, Quotient.Other)),
                    arm.Users
                )
            )
            .ToArray();
        return OfArms(adjusted[0], adjusted[1]);
    }

    /// <summary>How the two arms differed before the test.</summary>
    public static Effect? Before(Moments control, Moments treatment) =>
        control.Has(Quotient.Other) && treatment.Has(Quotient.Other)
            ? OfArms(
                (control.Value(Quotient.Other), control.Variance(Quotient.Other), control.Users),
                (treatment.Value(Quotient.Other), treatment.Variance(Quotient.Other), treatment.Users)
            )
            : null;

    /// <summary>Both sources with the same users: n / d is the treatment's, x / y the control's.</summary>
    public static Effect? Within(Moments both)
    {
        if (!both.Has(Quotient.Metric) || !both.Has(Quotient.Other))
            return null;
        var (control, treatment) = (both.Value(Quotient.Other), both.Value(Quotient.Metric));
        var (ofControl, ofTreatment) = (both.Variance(Quotient.Other), both.Variance(Quotient.Metric));
        var together = both.Covariance(Quotient.Metric, Quotient.Other);
        var ratio = treatment / control;
        return new(
            control,
            treatment,
            ofControl + ofTreatment - (2 * together),
            both.Users - 1,
            (ofTreatment + (ratio * ratio * ofControl) - (2 * ratio * together)) / (control * control)
        );
    }

    /// <summary>Half the width of the interval at a level, such as 0.95.</summary>
    public double Reach(double level) => StudentT.Quantile(level, Degrees) * Math.Sqrt(Variance);

    /// <summary>Half the width of the interval of the relative difference.</summary>
    public double RelativeReach(double level) => StudentT.Quantile(level, Degrees) * Math.Sqrt(RelativeVariance);

    /// <summary>The same in another unit.</summary>
    public Effect Times(double unit) => this with { Control = Control * unit, Treatment = Treatment * unit, Variance = Variance * unit * unit };

    private static Effect OfArms((double Value, double Variance, long Users) control, (double Value, double Variance, long Users) treatment)
    {
        var variance = control.Variance + treatment.Variance;
        var degrees =
            variance
            * variance
            / ((control.Variance * control.Variance / (control.Users - 1)) + (treatment.Variance * treatment.Variance / (treatment.Users - 1)));
        var ratio = treatment.Value / control.Value;
        return new(
            control.Value,
            treatment.Value,
            variance,
            degrees,
            (treatment.Variance + (ratio * ratio * control.Variance)) / (control.Value * control.Value)
        );
    }
}
