// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "treue",
    products: [
        .library(name: "Retention", targets: ["Retention"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .target(name: "Retention"),
        .target(
            name: "Journal",
            dependencies: ["Retention", .product(name: "HeapModule", package: "swift-collections")]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "JSON", dependencies: ["CSimdJSON"]),
        .target(name: "Formats", dependencies: ["JSON", "Journal", "Retention"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

let swiftTargets: [Target.TargetType] = [.regular, .executable, .test]
for target in package.targets where swiftTargets.contains(target.type) && !target.name.hasPrefix("C") {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        .enableExperimentalFeature("Lifetimes"),  // lent spans and records
        .treatAllWarnings(as: .error),
    ]
    if target.type != .test { settings.append(.strictMemorySafety()) }  // SE-0458
    target.swiftSettings = settings
}
