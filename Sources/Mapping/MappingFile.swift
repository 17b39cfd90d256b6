public import Formats
import JSON
public import Playbook
public import Retention
import SchemaRegistry
import Yams

/// How raw topics are read, as people write it: a YAML file of topics, formats, names and defaults.
public enum MappingFile {
    /// Reads a mapping file and checks all of it; pure, and safe on any text.
    ///
    /// - Parameters:
    ///   - yaml: The text of the file.
    ///   - name: What the file is called in problems.
    ///   - currency: The currency of amounts that name none, where the file says nothing of it.
    ///   - secrets: Looks up what the file only names: the password or token of the schema registry.
    /// - Returns: The settings.
    /// - Throws: `PlaybookError` with every problem of the file and its line and column.
    public static func load(
        yaml: String,
        named name: String,
        currency: Currency?,
        secrets: (String) -> String?
    ) throws(PlaybookError) -> IntakeSettings {
        let report = Report(file: name)
        var settings: IntakeSettings?
        if let root = Document.root(of: yaml, expecting: "a mapping file that begins with `mapping: 1`", report) {
            settings = self.read(root, currency, secrets)
        }
        report.finish()
        guard let settings, report.problems.isEmpty else { throw PlaybookError(report.problems) }
        return settings
    }

    private static let keys = ["mapping", "defaults", "limits", "registry", "topics"]
    private static let topicKeys = [
        "format", "currency", "time_zone", "limits", "shopify_topic", "rename", "constants", "events",
    ]

    private static func read(
        _ root: Value,
        _ currency: Currency?,
        _ secrets: (String) -> String?
    ) -> IntakeSettings? {
        guard let file = root.section(knowing: self.keys) else { return nil }
        _ = file.required("mapping") { self.version($0) }
        var defaults = SourceSettings(defaults: Defaults(currency: currency))
        if let section = file.section("defaults", knowing: ["currency", "time_zone"]) {
            self.readDefaults(section, &defaults)
        }
        self.readLimits(file, &defaults)
        var settings = IntakeSettings(defaults: defaults)
        settings.registry = file.values["registry"].flatMap { RegistryReading.read($0, secrets) }
        for (name, value) in file.values["topics"]?.entries("topics with their settings") ?? [] {
            guard let section = value.section(knowing: self.topicKeys) else { continue }
            settings.topics[name] = self.topic(section, value, defaults)
        }
        return settings
    }

    private static func version(_ value: Value) -> Int? {
        guard let version = value.count(in: 1...Int(Int32.max)) else { return nil }
        return version == 1
            ? version
            : value.reject(.outOfRange, "version \(version) of mapping files is not known here, only 1")
    }

    private static func format(_ value: Value) -> SourceSettings.Format? {
        let wire = ["avro", "confluent", "json-schema", "jsonschema", "schema-registry", "registry", "wire"]
        guard let text = value.node.scalar?.string.lowercased(), wire.contains(text) else {
            return value.choice(SourceSettings.Format.self)
        }
        return value.reject(
            .unknownValue,
            "\(value.sight) is no format: records of Confluent's wire format (Avro, JSON Schema, Protobuf) tell that "
                + "themselves and need `registry`; leave `format` out, or name what they are once decoded "
                + "(segment, cloudevents, json)"
        )
    }

    private static func topic(_ section: Section, _ value: Value, _ defaults: SourceSettings) -> SourceSettings {
        var source = defaults
        if let format = section.optional("format", { self.format($0) }) { source.format = format }
        self.readDefaults(section, &source)
        self.readLimits(section, &source)
        source.shopifyTopic = section.optional("shopify_topic") { $0.text("a Shopify topic such as orders/create") }
        for (place, name) in self.texts(section, "rename") { source.rewriting.renames[place] = name }
        for (place, text) in self.texts(section, "constants") {
            if place.steps.isEmpty {
                let _: Never? = section.values["constants"]?.reject(.malformed, "expected a pointer to a member")
            } else {
                source.rewriting.constants[place] = text
            }
        }
        source.mappings = section.values["events"]?.items()?.compactMap { EventReading.read($0) } ?? []
        if source.format == .json, section.values["events"] == nil {
            let _: Never? = value.reject(.missingKey, "format json needs `events`: what its records become")
        } else if source.format != .json, let events = section.values["events"] {
            let _: Never? = events.reject(.unknownKey, "`events` belongs to format json")
        }
        if source.format == .protobuf, !source.rewriting.isEmpty {
            let _: Never? = value.reject(
                .unknownKey,
                "`rename` and `constants` are for JSON; Protobuf is read as it is"
            )
        }
        return source
    }

    /// Texts by pointers.
    private static func texts(_ section: Section, _ key: String) -> [(JSONPointer, String)] {
        guard let entries = section.values[key]?.entries("pointers with texts") else { return [] }
        return entries.compactMap { name, value in
            guard let place = JSONPointer(name), !name.isEmpty else {
                return value.reject(.malformed, "expected a JSON pointer such as /properties/orderNo as the key")
            }
            return value.text("a text").map { (place, $0) }
        }
    }

    private static func readDefaults(_ section: Section, _ source: inout SourceSettings) {
        if let currency = section.optional("currency", { $0.currency() }) { source.defaults.currency = currency }
        let zone = section.optional("time_zone") { value -> LocalZone? in
            guard let name = value.text("a time zone such as Europe/Berlin") else { return nil }
            return LocalZone(name) ?? value.reject(.unknownValue, "this machine's tz database has no zone of that name")
        }
        if let zone { source.zone = zone }
    }

    private static func readLimits(_ outer: Section, _ source: inout SourceSettings) {
        guard let section = outer.section("limits", knowing: ["record", "depth", "text", "items", "past"]) else {
            return
        }
        if let record = section.optional("record", { $0.count(in: 1_024...16_777_216) }) {
            source.limits.record = record
        }
        if let depth = section.optional("depth", { $0.count(in: 4...256) }) { source.limits.depth = depth }
        if let text = section.optional("text", { $0.count(in: 64...65_536) }) { source.limits.text = text }
        if let items = section.optional("items", { $0.count(in: 1...100_000) }) { source.limits.items = items }
        if let past = section.optional("past", { $0.span() }) { source.past = past }
    }
}
