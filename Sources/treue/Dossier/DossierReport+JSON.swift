import JSON
import Retention

/// The dossier for machines.
extension DossierReport {
    /// One object.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("subject", self.subject.description)
        writer.member("at", self.instant)
        writer.list("consents", self.dossier.entries) { $0.write(to: &$1) }
        writer.member("all_withdrawn", self.dossier.allWithdrawn) { $0.write(to: &$1) }
        if let step = self.dossier.categoriesStated {
            writer.key("categories")
            writer.beginObject()
            writer.list("granted", self.dossier.categories) { $1.string($0) }
            writer.member("stated", step) { $0.write(to: &$1) }
            writer.endObject()
        }
        writer.key("preferences")
        self.dossier.preferences.write(to: &writer)
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }
}

extension ConsentDossier.Entry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("channel", self.scope.channel)
        writer.member("purpose", self.scope.purpose)
        writer.member("state", self.verdict.state.name)
        writer.member("since", self.verdict.state.time)
        writer.member("grant", self.grant) { $0.write(to: &$1) }
        writer.member("withdrawal", self.withdrawal) { $0.write(to: &$1) }
        writer.member("given", self.given) { $0.write(to: &$1) }
        writer.list("requests", self.requests) { request, writer in
            writer.beginObject()
            request.step.writeMembers(to: &writer)
            writer.member("open_until", request.openUntil)
            writer.endObject()
        }
        writer.list("confirmations", self.confirmations) { $0.write(to: &$1) }
        writer.endObject()
    }
}

extension ConsentGrant {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("opt_in", self.isDoubleOptIn ? "double" : "single")
        writer.member("granted", self.time)
        writer.member("ends", self.ends)
        writer.member("incentivised", self.isIncentivised)
        writer.member("request", self.request) { $0.write(to: &$1) }
        writer.member("step", self.step) { $0.write(to: &$1) }
        writer.endObject()
    }
}

extension ConsentStep {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        self.writeMembers(to: &writer)
        writer.endObject()
    }

    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("time", self.time)
        writer.member("text_version", self.textVersion)
        writer.member("source", self.source)
        writer.member("ip", self.ip)
        writer.member("user_agent", self.userAgent)
        writer.member("request_id", self.requestID)
        writer.member("incentivised", self.isIncentivised)
        writer.member("confirmed", self.isConfirmed)
        writer.member("ends", self.ends)
        self.cause.write(to: &writer)
    }
}

extension ConsentWithdrawal {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("time", self.time)
        self.cause.write(to: &writer)
        writer.endObject()
    }
}

extension Cause {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.key("cause")
        writer.beginObject()
        writer.member("event", self.eventID)
        writer.member("source", self.origin.source)
        writer.key("partition")
        writer.integer(Int64(self.origin.partition))
        writer.key("offset")
        writer.integer(self.origin.offset)
        writer.endObject()
    }
}

extension ContactPreferences {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if !self.topics.isEmpty { writer.list("topics", self.topics) { $1.string($0) } }
        if !self.channels.isEmpty { writer.list("channels", self.channels) { $1.string($0) } }
        let minutes = [
            ("max_per_week", self.maxPerWeek), ("quiet_from", self.quietFrom), ("quiet_until", self.quietUntil),
        ]
        for (name, number) in minutes {
            guard let number else { continue }
            writer.key(named: name)
            writer.integer(number)
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ flag: Bool) {
        self.key(named: name)
        self.boolean(flag)
    }

    fileprivate mutating func member<Value>(
        _ name: String,
        _ value: Value?,
        _ write: (Value, inout JSONWriter) -> Void
    ) {
        guard let value else { return }
        self.key(named: name)
        write(value, &self)
    }
}
