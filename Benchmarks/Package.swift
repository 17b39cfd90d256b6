// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "treue-benchmarks",
    dependencies: [
        .package(name: "treue", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Treue",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Engine", package: "treue"),
            ],
            path: "Treue",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
