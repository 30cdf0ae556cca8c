namespace SparkReco.Demo.World;

/// <summary>A subject within a category, with the themes that titles are made of.</summary>
internal sealed record Topic(string Category, string Name, params string[] Themes);

/// <summary>Twelve categories of three topics each.</summary>
internal static class Topics
{
    public static IReadOnlyList<Topic> All { get; } =
    [
        new("data engineering", "Apache Spark", "Window Functions", "Joins and Skew", "Structured Streaming", "Query Plans", "Partitioning"),
        new("data engineering", "SQL", "Common Table Expressions", "Indexes", "Slowly Changing Dimensions", "Query Tuning", "Data Modelling"),
        new("data engineering", "Airflow", "Your First DAG", "Sensors and Retries", "Backfills", "Testing Pipelines", "Scheduling"),
        new("machine learning", "Deep Learning", "Convolutional Networks", "Attention", "Training Loops", "Embeddings", "Fine-Tuning"),
        new("machine learning", "Statistics", "Bayes' Rule", "A/B Tests", "Regression", "Sampling", "Time Series"),
        new("machine learning", "Recommenders", "Matrix Factorisation", "Implicit Feedback", "Ranking Metrics", "Cold Start", "Bandits"),
        new("web development", "TypeScript", "Generics", "Type Guards", "Project Set-up", "Async Code", "Testing"),
        new("web development", "React", "Hooks", "Forms", "State", "Server Components", "Accessibility"),
        new("web development", "CSS", "Grid", "Flexbox", "Animations", "Typography", "Dark Mode"),
        new("cloud", "Kubernetes", "Pods and Services", "Helm", "Autoscaling", "Networking", "Secrets"),
        new("cloud", "AWS", "S3 and Lifecycle", "IAM", "Lambda", "Cost Control", "VPC"),
        new("cloud", "Terraform", "Modules", "State Files", "Workspaces", "Policies", "Imports"),
        new("photography", "Portrait", "Window Light", "Posing", "Studio Flash", "Retouching", "Lenses"),
        new("photography", "Landscape", "Golden Hour", "Long Exposure", "Composition", "Filters", "Panoramas"),
        new("photography", "Street", "Candid Moments", "Zone Focusing", "Black and White", "Editing a Series", "Night Walks"),
        new("design", "Typography", "Pairing Fonts", "Spacing", "Hierarchy", "Variable Fonts", "Lettering"),
        new("design", "User Interfaces", "Wireframes", "Design Systems", "Colour", "Prototypes", "Usability Tests"),
        new("design", "Illustration", "Line and Shape", "Characters", "Digital Brushes", "Perspective", "Children's Books"),
        new("music", "Guitar", "Open Chords", "Fingerstyle", "Blues Licks", "Strumming", "Jazz Voicings"),
        new("music", "Piano", "Reading Music", "Left Hand", "Chord Progressions", "Improvising", "Practice Routines"),
        new("music", "Music Production", "Mixing", "Drum Programming", "Synthesis", "Mastering", "Recording Vocals"),
        new("languages", "Spanish", "Small Talk", "Past Tenses", "Travel", "Pronunciation", "Subjunctive"),
        new("languages", "Japanese", "Hiragana", "Particles", "Ordering Food", "Kanji", "Polite Speech"),
        new("languages", "German", "Articles", "Word Order", "At the Office", "Listening", "Cases"),
        new("business", "Leadership", "Feedback", "One-to-Ones", "Delegation", "Hiring", "Change"),
        new("business", "Marketing", "Positioning", "Newsletters", "Landing Pages", "Pricing", "Brand Voice"),
        new("business", "Finance", "Balance Sheets", "Cash Flow", "Budgeting", "Valuation", "Unit Economics"),
        new("wellbeing", "Yoga", "Morning Flow", "Hips and Back", "Breathing", "Balance Poses", "Deep Rest"),
        new("wellbeing", "Running", "First Five Kilometres", "Intervals", "Half Marathon", "Running Form", "Recovery"),
        new("wellbeing", "Mindfulness", "Ten Quiet Minutes", "Sleep", "Stress", "Body Scan", "Focus"),
        new("cooking", "Baking", "Sourdough", "Croissants", "Layer Cakes", "Pizza", "Shortcrust"),
        new("cooking", "Asian Kitchen", "Wok Basics", "Dumplings", "Ramen", "Curry Pastes", "Sushi Rice"),
        new("cooking", "Plant-Based", "Lentils", "Tofu", "Weeknight Bowls", "Sauces", "Fermenting"),
        new("science", "Astronomy", "Black Holes", "Telescopes", "The Solar System", "Galaxies", "Star Maps"),
        new("science", "Biology", "Genetics", "Evolution", "The Immune System", "Ecology", "Microscopes"),
        new("science", "History of Science", "Newton", "Curie", "The Printing Press", "Vaccines", "Computing Pioneers"),
    ];
}
