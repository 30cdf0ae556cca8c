using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>How sure it is that a user likes an item.</summary>
internal readonly record struct Play(int User, int Item, double Confidence);
