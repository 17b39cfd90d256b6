// swift-tools-version: 6.3
import PackageDescription

// What is measured, and how; a package of its own, so that a build of Treue knows nothing of it.
let engine: Target.Dependency = .product(name: "Engine", package: "treue")
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"), .treatAllWarnings(as: .error),
]

let package = Package(
    name: "treue-benchmarks",
    dependencies: [
        .package(name: "treue", path: ".."),
        // Its counters of allocations come by traits that need more packages; CMeasure counts them.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // What the machine can do at best, by libraries that know nothing of Treue.
        .target(name: "CLimits", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CMeasure"),
        .target(name: "Workloads", dependencies: ["CLimits", "CMeasure", engine], swiftSettings: settings),
        // The runner wants its targets in a folder of this name: it is that of the package.
        .executableTarget(
            name: "Treue",
            dependencies: ["CMeasure", "Workloads", .product(name: "Benchmark", package: "benchmark")],
            path: "Treue",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(name: "gates", dependencies: ["CMeasure", "Workloads"], swiftSettings: settings),
        .executableTarget(name: "kafka-limit", linkerSettings: [.linkedLibrary("rdkafka")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
