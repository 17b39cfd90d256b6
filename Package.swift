// swift-tools-version: 6.3
import PackageDescription

// Swift's libraries within the program: a tenth faster, for nothing of them is reached through the linker's tables any
// more, and no Swift is needed where it runs. Those that are named belong to Foundation. Other linkers than LLVM's warn of
// the mktemp in it.
let withinProgram = LinkerSetting.unsafeFlags([
    "-static-stdlib", "-use-ld=lld",
    "-lCoreFoundation", "-l_FoundationCollections", "-l_FoundationCShims", "-l_FoundationICU",
])

let package = Package(
    name: "treue",
    products: [
        .library(name: "Retention", targets: ["Retention"]),
        // What Fuzz/ drives.
        .library(
            name: "Decoders",
            targets: ["Formats", "JSON", "Journal", "Mapping", "Playbook", "SchemaRegistry"]
        ),
        // What Benchmarks/ drives.
        .library(
            name: "Engine",
            targets: ["CEL", "Formats", "Journal", "Playbook", "Retention", "RocksDB", "Simulation"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),  // for tests alone
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The C boundaries: module maps and shims, nothing else.
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CRocksDB", pkgConfig: "rocksdb", providers: [.apt(["librocksdb-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CPrefetch"),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CProtobufJSON", linkerSettings: [.linkedLibrary("protobuf")]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        .target(name: "CEL", dependencies: ["CRE2", "Zones"]),
        .target(name: "Retention"),
        .target(name: "Playbook", dependencies: ["CEL", "Retention", "Yams", "Zones"]),
        .target(
            name: "Journal",
            dependencies: [
                "CPrefetch", "Playbook", "Retention", .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),
        .target(name: "JSON", dependencies: ["CSimdJSON"]),
        .target(name: "SchemaRegistry", dependencies: ["CCurl", "CProtobufJSON", "JSON"]),
        .target(name: "Formats", dependencies: ["JSON", "Journal", "Retention", "SchemaRegistry"]),
        .target(
            name: "Mapping",
            dependencies: ["CEL", "Formats", "JSON", "Playbook", "Retention", "SchemaRegistry", "Yams"]
        ),
        .target(name: "Files", dependencies: ["CZlib", "CZstd"]),
        .target(
            name: "Kafka",
            dependencies: ["CRdKafka", "Journal", "Retention", .product(name: "Logging", package: "swift-log")]
        ),
        .target(
            name: "RocksDB",
            dependencies: ["CRocksDB", "Journal", .product(name: "Logging", package: "swift-log")]
        ),
        .target(name: "Simulation"),
        .target(name: "Zones"),
        .executableTarget(
            name: "treue",
            dependencies: [
                "CEL", "Files", "Formats", "JSON", "Journal", "Kafka", "Mapping", "Playbook", "Retention", "RocksDB",
                "SchemaRegistry", "Simulation", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            linkerSettings: [withinProgram]
        ),

        .target(
            name: "KafkaTestKit",
            dependencies: ["CRdKafka", "Kafka", .product(name: "Logging", package: "swift-log")]
        ),
        .target(name: "TestKit", dependencies: ["Journal", "Retention"]),
        .testTarget(name: "RetentionTests", dependencies: ["Retention", "TestKit"]),
        .testTarget(
            name: "JournalTests",
            dependencies: ["Formats", "JSON", "Journal", "Playbook", "Retention", "TestKit"]
        ),
        .testTarget(name: "SimulationTests", dependencies: ["Formats", "Journal", "Retention", "TestKit"]),
        .testTarget(
            name: "FormatsTests",
            dependencies: ["Formats", "JSON", "Journal", "Playbook", "Retention", "SchemaRegistry", "TestKit"]
        ),
        .testTarget(
            name: "MappingTests",
            dependencies: ["Formats", "Journal", "Mapping", "Playbook", "Retention", "TestKit"]
        ),
        // The messages in Generated are made by `scripts/make-schemas --swift-protobuf`.
        .testTarget(
            name: "ProtobufTests",
            dependencies: [
                "Formats", "Journal", "Retention", "TestKit",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]
        ),
        .testTarget(name: "PlaybookTests", dependencies: ["Playbook", "Retention"]),
        // Whom a year of the default playbook bothers, held against a plain model of its own.
        .testTarget(
            name: "PressureTests",
            dependencies: [
                "CommandLineKit", "Formats", "Journal", "Playbook", "Retention", "Simulation", "TestKit", "Yams",
            ]
        ),
        .testTarget(name: "CELTests", dependencies: ["CEL"]),
        .testTarget(name: "ZonesTests", dependencies: ["Zones"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(
            name: "SchemaRegistryTests",
            dependencies: ["JSON", "SchemaRegistry"],
            exclude: ["confluent_records.py", "registry_server.py"]
        ),
        .testTarget(name: "FilesTests", dependencies: ["Files"]),
        .testTarget(name: "SimulationModelTests", dependencies: ["Simulation"]),
        .testTarget(
            name: "RocksDBTests",
            dependencies: [
                "CRocksDB", "Journal", "RocksDB", "TestKit", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "KafkaTests",
            dependencies: [
                "Journal", "Kafka", "KafkaTestKit", "Retention", .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "EndToEndTests", dependencies: ["CommandLineKit"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "CommandLineKit", "JSON", "Journal", "Kafka", "Retention", "TestKit",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["playbook.yaml"]
        ),
        // Runs the built program in tests.
        .target(name: "CommandLineKit", dependencies: ["JSON"], path: "Tests/CommandLineKit"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

let boundaries = ["CCurl", "CPrefetch", "CProtobufJSON", "CRE2", "CRdKafka", "CRocksDB", "CSimdJSON", "CZlib", "CZstd"]
let swiftTargets: [Target.TargetType] = [.regular, .executable, .test]
for target in package.targets where swiftTargets.contains(target.type) && !boundaries.contains(target.name) {
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
