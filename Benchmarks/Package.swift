// swift-tools-version: 6.3
import PackageDescription

// What is measured, and how; a package of its own, so that a build of Treue knows nothing of it.
let package = Package(
    name: "treue-benchmarks",
    dependencies: [.package(name: "treue", path: "..")],
    targets: [
        // What the machine can do at best, by libraries that know nothing of Treue.
        .target(name: "CLimits", linkerSettings: [.linkedLibrary("simdjson")]),
        // Allocations, CPU and instructions of this process.
        .target(name: "CMeasure"),
        .executableTarget(
            name: "workloads",
            dependencies: ["CLimits", "CMeasure", .product(name: "Engine", package: "treue")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableExperimentalFeature("Lifetimes"), .treatAllWarnings(as: .error),
            ]
        ),
        .executableTarget(name: "kafka-limit", linkerSettings: [.linkedLibrary("rdkafka")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
