import Foundation
import Playbook

/// The playbooks that are measured, from the checkout.
enum Playbooks {
    static var reference: CompiledPlaybook { get throws { try self.named("reference") } }
    static var `default`: CompiledPlaybook { get throws { try self.named("default") } }

    /// A shipped one, or `empty`, which only books the facts.
    static func named(_ name: String) throws -> CompiledPlaybook {
        guard name != "empty" else {
            return try PlaybookFile.load(yaml: "playbook: empty\nversion: 1\nrules: {}\n", named: "empty.yaml")
        }
        return try self.shipped("\(name).yaml")
    }

    private static func shipped(_ name: String) throws -> CompiledPlaybook {
        let checkout = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/\(checkout)/deploy/playbooks/\(name)"
        return try PlaybookFile.load(yaml: String(contentsOfFile: path, encoding: .utf8), named: path)
    }
}
