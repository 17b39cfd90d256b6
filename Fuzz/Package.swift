// swift-tools-version: 6.3
import PackageDescription

// The fuzzer of the decoders; a package of its own, so that a build of Treue knows nothing of it. `make fuzz` builds it
// with --sanitize fuzzer, which links libFuzzer and its main function.
let package = Package(
    name: "treue-fuzz",
    dependencies: [.package(name: "treue", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz-decoders",
            dependencies: [
                .product(name: "Decoders", package: "treue"), .product(name: "Retention", package: "treue"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                .enableExperimentalFeature("Lifetimes"), .treatAllWarnings(as: .error),
                .unsafeFlags(["-parse-as-library"]),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
