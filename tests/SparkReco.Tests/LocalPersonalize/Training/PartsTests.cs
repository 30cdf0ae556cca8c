using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

public class PartsTests
{
    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void ASystemOfEquationsIsSolved()
    {
        // 4x + 2y = 10 and 2x + 3y = 11: x = 1, y = 3.
        double[] x = [10, 11];
        LinearAlgebra.Solve<double>([4, 0, 2, 3], x);
        Assert.Equal(1, x[0], 12);
        Assert.Equal(3, x[1], 12);
    }

    [Fact]
    public void OneFactorFollowsFromItsNormalEquation()
    {
        // Items have the factors 1 and 2; the user used the second e - 1 times, so with the confidence 1 + 8·ln(e) = 9.
        // (1² + 2² + 1 + (9 - 1)·2²)·x = 9·2
        float[] items = [1, 2];
        var x = new float[1];
        Als.SolveRow(Als.Gram(items, 1, Threads), items, [1], [MathF.E - 1], new float[1], x);
        Assert.Equal(18.0 / 38, x[0], 5);
    }

    [Fact]
    public void FactorsAfterASweepFulfilTheNormalEquationsOfTheItems()
    {
        var uses = new Uses([0, 2, 3, 5], [0, 1, 1, 0, 2], [1, 2, 1, 3, 1]);
        var als = new Als(3, 3, 8, 1, Threads);
        als.Sweep(uses, uses.Transposed(3), 3);
        var gramOfUsers = new double[8, 8];
        for (var user = 0; user < 3; user++)
            AddOuter(gramOfUsers, als.Users.AsSpan(user * 8, 8), 1);

        // Item 1, used twice by user 0 and once by user 1: (XᵀX + 1)·y + Σ (c - 1)·x·(x·y) = Σ c·x
        var (y, left, right) = (als.Items.AsSpan(8, 8).ToArray(), gramOfUsers, new double[8]);
        foreach (var (user, count) in new[] { (0, 2), (1, 1) })
        {
            var confidence = 1 + 8 * Math.Log(1 + count);
            AddOuter(left, als.Users.AsSpan(user * 8, 8), confidence - 1);
            for (var k = 0; k < 8; k++)
                right[k] += confidence * als.Users[user * 8 + k];
        }

        for (var i = 0; i < 8; i++)
            Assert.Equal(right[i], y[i] + Enumerable.Range(0, 8).Sum(k => left[i, k] * y[k]), 3);

        static void AddOuter(double[,] matrix, ReadOnlySpan<float> x, double weight)
        {
            for (var i = 0; i < 8; i++)
            for (var k = 0; k < 8; k++)
                matrix[i, k] += weight * x[i] * x[k];
        }
    }

    [Fact]
    public void CountsHalveInTheirHalfLife()
    {
        var decay = new Decay(10);
        var sum = 0f;
        foreach (var at in new[] { 1_000_000, 1_000_010, 1_000_020 })
        {
            if (decay.MustMove(at))
                sum *= decay.Move(at);
            sum += decay.Weight(at);
        }

        Assert.Equal(1 + 1 / 2.0 + 1 / 4.0, sum * decay.Scale(1_000_020), 6);
        Assert.True(decay.MustMove(1_000_000 + 61 * 10));
        Assert.Equal((1 + 1 / 2.0 + 1 / 4.0) / 2, sum * decay.Move(1_000_030), 6);
    }

    [Fact]
    public void ChancesAreSharesOfTheTransitionsAndOfOneToNowhere()
    {
        var transitions = new Transitions(4);
        var weight = transitions.Weight(World.Start);
        transitions.Add(source: 0, target: 1, lag: 0, weight);
        transitions.Add(source: 0, target: 1, lag: 0, weight);
        transitions.Add(source: 0, target: 2, lag: 5, weight);
        var (near, far) = (new float[4], new float[4]);
        transitions.Chances([0], transitions.Scale(World.Start), near, far);
        // For the near chances the third one counts 1/32, since five items lie between.
        Assert.Equal([0, 2 / (2 + 1f / 32 + 1), 1f / 32 / (2 + 1f / 32 + 1), 0], near);
        Assert.Equal([0, 2f / (3 + 1), 1f / (3 + 1), 0], far);
    }

    [Fact]
    public void TransitionsLeadToWhatIsNewToTheUserFromWhatHeUsedLast()
    {
        // 0, 1, 0, 2: the last is reached from 0, used just before, and from 1 over one item; going back to 0 is no transition.
        int[] items = [0, 1, 0, 2];
        var histories = Histories.Of(World.Of(items.Select(item => new Interaction(0, item, World.Start, 1))));
        var replay = new Replay(histories, FirstUses.Of(histories, 3, Threads), [new UserFacts([])], Items(3), lags: 16, Threads);
        replay.Until(World.Start);
        var (near, far) = (new float[3], new float[3]);
        replay.Transitions.Chances([1], replay.Transitions.Scale(World.Start), near, far);
        Assert.Equal([0, 0, 0.5f / (0.5f + 1)], near);
        Assert.Equal([0, 0, 1f / (1 + 1)], far);
        Array.Clear(near);
        replay.Transitions.Chances([0], replay.Transitions.Scale(World.Start), near, far);
        Assert.Equal([0, 1f / (2 + 1), 1f / (2 + 1)], near);
    }

    [Fact]
    public void WhatIsSetAsideIsNotCounted()
    {
        int[] items = [0, 1];
        var histories = Histories.Of(World.Of(items.Select(item => new Interaction(0, item, World.Start, 1)))).Until([1]);
        var replay = new Replay(histories, FirstUses.Of(histories, 2, Threads), [new UserFacts([])], Items(2), lags: 16, Threads);
        replay.Until(World.Start);
        Assert.True(replay.States.IsKnown(0));
        Assert.False(replay.States.IsKnown(1));
    }

    [Fact]
    public void StatesAreLogarithmsOfDecayedCounts()
    {
        var states = new ItemStates([null, World.Start - World.Day]);
        states.Add(0, World.Start, 1, usedBefore: 0);
        states.Add(0, World.Start + World.Day, 1, usedBefore: -1);
        var values = states.At(World.Start + World.Day);
        // Of the half-life of a day: uses 1/2 + 1, first uses 1/2; as everywhere .3 is added.
        Assert.Equal(Math.Log(1.5 + 0.3), values[0][0], 5);
        Assert.Equal(Math.Log(0.5 + 0.3), values[3][0], 5);
        Assert.Equal(Math.Log(0.3), values[0][1], 5);
        Assert.Equal(Math.Log(1 + 1), values[ItemStates.Age][0], 5);
        // The other one was created two days before.
        Assert.Equal(Math.Log(1 + 2), values[ItemStates.Age][1], 5);
        Assert.Equal(0, states.At(World.Start + World.Day, withLatest: false)[0][0]);
    }

    [Fact]
    public void WeightsGiveTheSharesOfWhatWasChosen()
    {
        // 3,000 of 4,000 take the alternative whose value is 1 rather than the one of 0: exp(w) / (exp(w) + 1) = 3/4.
        var choices = Enumerable.Range(0, 4_000).Select(i => new Choice([1, 0], [0, 0], [0, 0], [(i % 4 == 3 ? 1 : 0, 1)]));
        Assert.Equal(Math.Log(3), ChoiceModel.Fit([.. choices], kinds: 1, width: 1, Threads)[0], 2);
    }

    [Fact]
    public void AlternativesThatWereSampledCountForThoseThatWereNot()
    {
        // One of two taken alternatives stands for four like it: exp(w) / (exp(w) + 4) = 3/4.
        var choices = Enumerable.Range(0, 4_000).Select(i => new Choice([1, 0], [0, 0], [0, MathF.Log(4)], [(i % 4 == 3 ? 1 : 0, 1)]));
        Assert.Equal(Math.Log(12), ChoiceModel.Fit([.. choices], kinds: 1, width: 1, Threads)[0], 2);
    }

    [Fact]
    public void AGroupThatUsesAnItemMoreLiftsIt()
    {
        var users = new[] { new UserFacts(["TIER=paid"]), new UserFacts(["TIER=free"]) };
        var groups = new UserGroups(users, 2);
        for (var i = 0; i < 100; i++)
            groups.Add(users[i % 2], i % 2, 1);
        var lifts = new float[2];
        groups.AddLifts(["TIER=paid", "UNHEARD=of"], lifts);
        // Shares of all: 51/102 each. Of those who pay: (50 + 50/2) / 100 and (0 + 50/2) / 100.
        Assert.Equal(Math.Log(0.75 / 0.5), lifts[0], 5);
        Assert.Equal(Math.Log(0.25 / 0.5), lifts[1], 5);
    }

    [Fact]
    public void LikenessIsTheShareOfFeaturesInCommon()
    {
        var metadata = new Metadata([new ItemFacts(null, ["A=1", "B=1"]), new ItemFacts(null, ["A=1", "B=2"]), new ItemFacts(null, ["A=2"])]);
        // A=1 stands at two of three items, B=1 and B=2 at one each.
        var (common, rare) = (Math.Log(1 + 3.0 / 2), Math.Log(1 + 3.0));
        Assert.Equal(common / (common + 2 * rare), metadata.Likeness(0)[1], 5);
        Assert.Equal(1, metadata.Likeness(0)[0], 5);
        Assert.Equal(0, metadata.Likeness(0)[2]);
    }

    private static ItemFacts[] Items(int count) => [.. Enumerable.Repeat(new ItemFacts(null, []), count)];
}
