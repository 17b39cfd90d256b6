import CommandLineKit
import Foundation
import Retention
import Testing
import Yams

/// What the default playbook says of contacts, read by itself: the engine's own reader has no part in it.
struct HouseRules {
    struct Cap: Hashable {
        let atMost: Int
        let per: TimeSpan
        let channel: String?
    }

    /// A rule that wants contacts.
    struct Rule {
        let signal: String
        let purpose: String
        let topic: String?
        let channels: [String]
        let isOnce: Bool
    }

    static let path = Program.root.appending(path: "deploy/playbooks/default.yaml").path

    let text: String
    let caps: [Cap]
    /// In minutes of the day.
    let quiet: (from: Int, until: Int)
    let zone: TimeZone
    let rules: [String: Rule]

    init() throws {
        self.text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let root = try #require(try Yams.load(yaml: self.text) as? [String: Any])
        let contacts = try #require(root["contacts"] as? [String: Any])
        self.caps = try #require(contacts["caps"] as? [[String: Any]]).map { cap in
            let per = try #require(cap["per"] as? String)
            let days = try #require(per.last == "d" ? Int64(per.dropLast()) : nil, "caps are in days")
            return Cap(
                atMost: try #require(cap["at_most"] as? Int),
                per: .days(days),
                channel: cap["channel"] as? String
            )
        }
        let hours = try #require(contacts["quiet_hours"] as? [String: String])
        self.quiet = (try Self.minutes(hours["from"]), try Self.minutes(hours["until"]))
        let zone = try #require(root["time_zone"] as? String)
        self.zone = try #require(TimeZone(identifier: zone))
        let preferred = try #require(contacts["channels"] as? [String])
        self.rules = try #require(root["rules"] as? [String: [String: Any]]).compactMapValues { rule in
            guard let contact = rule["contact"] as? [String: Any], let emit = rule["emit"] as? String else {
                return nil
            }
            return Rule(
                signal: String(emit.split(separator: "/")[1]),
                purpose: contact["purpose"] as? String ?? "marketing",
                topic: contact["topic"] as? String,
                channels: contact["channels"] as? [String] ?? preferred,
                isOnce: rule["once"] as? Bool ?? false
            )
        }
        // What is tested hangs on these.
        let blocks = try #require(contacts["blocked_while"] as? [String: String])
        try #require(Set(blocks.keys) == Set(NaiveCustomer.blocks), "the model knows other blocks")
        let purposes = try #require(contacts["purposes"] as? [String: [String: Bool]])
        try #require(
            purposes["marketing"] == ["consent": true] && purposes.count == 2,
            "the model knows other purposes"
        )
    }

    private static func minutes(_ text: String?) throws -> Int {
        let parts = try #require(text).split(separator: ":").compactMap { Int($0) }
        try #require(parts.count == 2)
        return parts[0] * 60 + parts[1]
    }
}
