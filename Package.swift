// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "treue",
    products: [
        .library(name: "Retention", targets: ["Retention"]),
    ],
    dependencies: [
    ],
    targets: [
        .target(name: "Retention"),
    ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
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
