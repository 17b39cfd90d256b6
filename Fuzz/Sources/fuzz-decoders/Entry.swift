import Formats
import Foundation

/// What libFuzzer calls with each input.
///
/// The decoder under test is named by `TREUE_FUZZ_TARGET`.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Session.target.run([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// What one run of the program fuzzes; libFuzzer calls it from one thread.
enum Session {
    nonisolated(unsafe) static let target: any Target = {
        let name = ProcessInfo.processInfo.environment["TREUE_FUZZ_TARGET"] ?? ""
        guard let make = targets[name] else {
            fatalError("set TREUE_FUZZ_TARGET to one of \(targets.keys.sorted().joined(separator: ", "))")
        }
        return make()
    }()
}

/// One decoder with what must hold for it, whatever the input.
protocol Target: AnyObject {
    /// Reads an input as the decoder's and checks all that must hold; ends the program when something does not.
    func run(_ input: [UInt8])
}

/// The targets by name.
private let targets: [String: @Sendable () -> any Target] = [
    "segment": { JSONTarget(.segment) },
    "cloudevents": { JSONTarget(.cloudEvents) },
    "shopify": { ShopifyTarget() },
    "cloudevents-binary": { BinaryModeTarget() },
    "mapped": { MappedTarget() },
    "protobuf": { ProtobufTarget() },
    "canonical": { CanonicalTarget() },
    "headers": { HeadersTarget() },
    "confluent": { ConfluentTarget() },
    "schemas": { SchemasTarget() },
    "mapping-file": { MappingFileTarget() },
    "playbook": { PlaybookTarget() },
]
