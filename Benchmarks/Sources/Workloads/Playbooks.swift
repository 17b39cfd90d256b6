import Foundation
import Playbook

/// The playbooks that are measured, from the checkout.
enum Playbooks {
    static var empty: CompiledPlaybook {
        get throws { try PlaybookFile.load(yaml: "playbook: empty\nversion: 1\nrules: {}\n", named: "empty.yaml") }
    }
    static var reference: CompiledPlaybook { get throws { try self.shipped("reference.yaml") } }
    static var `default`: CompiledPlaybook { get throws { try self.shipped("default.yaml") } }

    private static func shipped(_ name: String) throws -> CompiledPlaybook {
        let checkout = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/\(checkout)/deploy/playbooks/\(name)"
        return try PlaybookFile.load(yaml: String(contentsOfFile: path, encoding: .utf8), named: path)
    }
}
