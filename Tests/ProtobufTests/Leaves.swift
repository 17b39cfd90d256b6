import Foundation
import Retention

/// What an event says, leaf by leaf: the path of names in small letters, and the value as a text.
///
/// The names of the Swift facts are those of Protobuf but for acronyms, so paths are the same on both sides.
func leaves(_ event: Event) -> [String: String] {
    var leaves = [
        "id": event.id, "subject.kind": "\(event.subject.kind.rawValue)", "subject.id": event.subject.id,
        "time": "\(event.time.milliseconds)", "origin.source": event.origin.source,
        "origin.partition": "\(event.origin.partition)", "origin.offset": "\(event.origin.offset)",
        "isletter": event.isLetter ? "1" : "0",
    ]
    // A message without fields is one all the same.
    leaves["\(event.body.kind)".lowercased()] = "{}"
    for fact in Mirror(reflecting: event.body).children {
        collect(fact.value, "\(event.body.kind)".lowercased(), &leaves)
    }
    return leaves
}

private func collect(_ value: Any, _ path: String, _ leaves: inout [String: String]) {
    switch value {
    case let value as String: leaves[path] = value
    case let value as Int64: leaves[path] = "\(value)"
    case let value as Bool: leaves[path] = value ? "1" : "0"
    case let value as Timestamp: leaves[path] = "\(value.milliseconds)"
    case let value as CalendarDay: leaves[path] = "\(value.number)"
    case let value as Sentiment: leaves[path] = "\(value.millionths)"
    case let value as Subject: leaves[path] = value.description
    case let value as DeliveryProgress.Status: leaves[path] = "\(value.rawValue)"
    case let value as DeliveryReport.Problem: leaves[path] = "\(value.rawValue)"
    case let value as Money:
        leaves["\(path).minor"] = "\(value.minor)"
        leaves["\(path).currency"] = value.currency.description
    case let value as [Any]:
        for (index, each) in value.enumerated() { collect(each, "\(path).\(index)", &leaves) }
    default:
        let mirror = Mirror(reflecting: value)
        for child in mirror.children {
            // The child of an optional is called `some`; a missing one has none.
            let isOptional = mirror.displayStyle == .optional
            collect(child.value, isOptional ? path : "\(path).\((child.label ?? "?").lowercased())", &leaves)
        }
    }
}

/// What the JSON of SwiftProtobuf says, leaf by leaf.
func leaves(json: [UInt8]) throws -> [String: String] {
    var leaves: [String: String] = [:]
    collect(json: try JSONSerialization.jsonObject(with: Data(json)), "", &leaves)
    return leaves
}

private func collect(json value: Any, _ path: String, _ leaves: inout [String: String]) {
    let prefix = path.isEmpty ? "" : "\(path)."
    switch value {
    case let value as [String: Any]:
        if !path.contains("."), !["", "subject", "origin"].contains(path) { leaves[path] = "{}" }
        for (name, each) in value { collect(json: each, prefix + name.lowercased(), &leaves) }
    case let value as [Any]:
        for (index, each) in value.enumerated() { collect(json: each, "\(prefix)\(index)", &leaves) }
    case let value as String: leaves[path] = value
    default: leaves[path] = ["true": "1", "false": "0"]["\(value)"] ?? "\(value)"
    }
}
