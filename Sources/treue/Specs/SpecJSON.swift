import JSON
import Playbook
import Retention

/// Prints what tests came to, for machines: one JSON object a line.
struct SpecJSON {
    func print(_ outcome: SpecOutcome) {
        let spec = outcome.spec
        var writer = JSONWriter()
        writer.beginObject()
        for (key, text) in [
            ("file", spec.file), ("test", spec.name), ("outcome", outcome.difference == nil ? "passed" : "failed"),
        ] {
            writer.key(named: key)
            writer.string(text)
        }
        writer.key("line")
        writer.integer(Int64(spec.line))
        writer.key("rules")
        Self.write(spec.rules, &writer)
        if let difference = outcome.difference { Self.write(difference, outcome, &writer) }
        writer.endObject()
        Self.print(&writer)
    }

    func printSummary(passed: Int, failed: Int, _ coverage: [SpecCoverage]?) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("passed")
        writer.integer(Int64(passed))
        writer.key("failed")
        writer.integer(Int64(failed))
        if let coverage {
            writer.key("coverage")
            writer.beginArray()
            for each in coverage {
                writer.beginObject()
                writer.key("playbook")
                writer.string(each.playbook.path)
                writer.key("rules")
                writer.integer(Int64(each.playbook.rules.count))
                writer.key("covered")
                writer.integer(Int64(each.covered))
                writer.key("never_fired")
                Self.write(each.neverFired, &writer)
                writer.key("always_fired")
                Self.write(each.alwaysFired, &writer)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        Self.print(&writer)
    }

    private static func write(_ difference: SpecDifference, _ outcome: SpecOutcome, _ writer: inout JSONWriter) {
        writer.key("difference")
        writer.beginObject()
        writer.key("message")
        writer.string(difference.message)
        let row = difference.rows[difference.first]
        for (key, place) in [("expected", row.expected), ("found", row.found)] {
            writer.key(named: key)
            if let place { writer.integer(Int64(place)) } else { writer.null() }
        }
        writer.endObject()
        writer.key("expected")
        writer.beginArray()
        for expected in outcome.spec.expected { self.write(expected, &writer) }
        writer.endArray()
        writer.key("found")
        writer.beginArray()
        for found in outcome.found { writer.json(found.line.span) }
        writer.endArray()
        writer.key("reasons")
        writer.beginArray()
        for note in outcome.notes { self.write(note, &writer) }
        writer.endArray()
    }

    private static func write(_ expected: Expectation, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("line")
        writer.integer(Int64(expected.line))
        writer.key("time")
        writer.timestamp(expected.time.milliseconds)
        writer.key("type")
        writer.string(expected.signal)
        writer.key("subject")
        writer.string(expected.subject.description)
        writer.key("with")
        writer.beginObject()
        for (name, value) in expected.values {
            writer.key(named: name)
            self.write(value, &writer)
        }
        writer.endObject()
        writer.key("absent")
        self.write(expected.absent, &writer)
        writer.endObject()
    }

    private static func write(_ note: Trace.Note, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("time")
        writer.timestamp(note.time.milliseconds)
        writer.key("rule")
        writer.string(note.rule)
        writer.key("reason")
        writer.string(note.reason.spoken)
        writer.endObject()
    }

    private static func write(_ value: WantedValue, _ writer: inout JSONWriter) {
        switch value {
        case .scalar(_, _, let instant?): writer.timestamp(instant.milliseconds)
        case .scalar(let text, let isQuoted, nil):
            if !isQuoted, JSONDecimal(text) != nil {
                writer.json(Array(text.utf8).span)
            } else if !isQuoted, text == "true" || text == "false" {
                writer.boolean(text == "true")
            } else {
                writer.string(text)
            }
        case .list(let list):
            writer.beginArray()
            for value in list { self.write(value, &writer) }
            writer.endArray()
        case .members(let members):
            writer.beginObject()
            for (name, value) in members {
                writer.key(named: name)
                self.write(value, &writer)
            }
            writer.endObject()
        }
    }

    private static func write(_ texts: [String], _ writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }

    private static func print(_ writer: inout JSONWriter) {
        Swift.print(String(decoding: writer.array(), as: UTF8.self).harmlessJSON)
    }
}
