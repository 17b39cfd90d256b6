import Formats
import JSON
import Retention

/// A customer's state and timeline, for people and for machines.
struct CustomerReport {
    let story: Story
    let playbook: FoldSettings
    let limit: Int

    // MARK: For people

    var text: String {
        guard let state = self.story.state else { return "" }
        var lines = [Terminal.bold(self.story.subject.description.harmless) + "  as of \(Self.show(self.story.clock))"]
        lines += self.facts(state).map { "  \(Self.padded($0.0, 14))\($0.1)" }
        lines.append(Terminal.bold("Timeline"))
        let timeline = self.story.timeline
        if timeline.count > self.limit { lines.append("  … \(timeline.count - self.limit) earlier lines; see --limit") }
        for line in timeline.suffix(self.limit) {
            switch line {
            case .event(let event): lines.append("  \(Self.show(event.time))  \(event.body.words.harmless)")
            case .signal(let signal):
                let words = signal.words.harmless
                lines.append("  \(Self.show(signal.time))    → \(Self.padded(signal.type.name, 27))\(words)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func facts(_ state: Customer) -> [(String, String)] {
        let purchases = state.purchases
        var facts: [(String, String)] = []
        let revenue = purchases.revenue.sums.map(\.words).joined(separator: ", ")
        facts.append(("orders", "\(purchases.count)" + (purchases.count > 0 ? " worth \(revenue)" : "")))
        if purchases.cancelled > 0 { facts.append(("cancelled", "\(purchases.cancelled)")) }
        if let first = purchases.first, let last = purchases.last {
            facts.append(("first, last", "\(Self.show(first)), \(Self.show(last))"))
            facts.append(("purchase days", "\(purchases.dayCount)"))
        }
        if state.browsing.views > 0 { facts.append(("views", "\(state.browsing.views)")) }
        if state.cart.isOpen {
            let value = state.cart.value.map { " worth \($0.words)" } ?? ""
            let end = state.cart.closes == .never ? "" : ", until \(Self.show(state.cart.closes))"
            facts.append(("open cart", "\(state.cart.items) pieces\(value)\(end)"))
        }
        if state.mentions.count > 0 {
            facts.append(("mentions", "\(state.mentions.count), \(state.mentions.negative) of them negative"))
        }
        if state.decisionsDue != .never { facts.append(("next decision", Self.show(state.decisionsDue))) }
        return facts
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    static func show(_ time: Timestamp) -> String {
        guard time != .distantPast else { return "the beginning" }
        let text = RFC3339.format(time.milliseconds)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    // MARK: For machines

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("subject")
        writer.string(self.story.subject.description)
        if self.story.clock != .distantPast {
            writer.key("clock")
            writer.timestamp(self.story.clock.milliseconds)
        }
        if let state = self.story.state { Self.write(state, to: &writer) }
        writer.key("timeline")
        writer.beginArray()
        let coding = CloudEventSignals(playbook: self.playbook.playbook, version: self.playbook.version)
        for line in self.story.timeline.suffix(self.limit) {
            switch line {
            case .event(let event): Self.write(event, to: &writer)
            case .signal(let signal):
                var bytes: [UInt8] = []
                coding.encodeLine(signal, to: &bytes)
                bytes.removeLast()
                writer.json(bytes.span)
            }
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }

    /// Writes the members that tell of a state.
    static func write(_ state: Customer, to writer: inout JSONWriter) {
        writer.key("orders")
        writer.integer(Int64(state.purchases.count))
        writer.key("revenue")
        writer.beginArray()
        for sum in state.purchases.revenue.sums {
            writer.beginObject()
            writer.key("amount")
            writer.decimalString(sum.minor, scale: sum.currency.decimals)
            writer.key("currency")
            writer.string(sum.currency.description)
            writer.endObject()
        }
        writer.endArray()
        for (key, time) in [("first_order", state.purchases.first), ("last_order", state.purchases.last)] {
            guard let time else { continue }
            writer.key(named: key)
            writer.timestamp(time.milliseconds)
        }
        let numbers = [
            ("purchase_days", state.purchases.dayCount), ("views", state.browsing.views),
            ("mentions", state.mentions.count), ("cart_items", Int(state.cart.items)),
        ]
        for (key, value) in numbers {
            writer.key(named: key)
            writer.integer(Int64(value))
        }
        writer.key("timers")
        writer.beginObject()
        if state.cart.closes != .never {
            writer.key("cart")
            writer.timestamp(state.cart.closes.milliseconds)
        }
        if state.decisionsDue != .never {
            writer.key("decisions")
            writer.timestamp(state.decisionsDue.milliseconds)
        }
        writer.endObject()
    }

    private static func write(_ event: Event, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("event")
        writer.string(event.id)
        writer.key("time")
        writer.timestamp(event.time.milliseconds)
        writer.key("what")
        writer.string(event.body.words)
        writer.key("source")
        writer.string(event.origin.source)
        writer.key("partition")
        writer.integer(Int64(event.origin.partition))
        writer.key("offset")
        writer.integer(event.origin.offset)
        writer.endObject()
    }
}

extension Money {
    /// `12.50 EUR`.
    var words: String {
        var writer = JSONWriter()
        writer.decimal(self.minor, scale: self.currency.decimals)
        return String(decoding: writer.array(), as: UTF8.self) + " \(self.currency)"
    }
}

extension Event.Body {
    /// What happened, in a few words.
    var words: String {
        switch self {
        case .orderCompleted(let order): "order \(order.id), \(order.total.words)"
        case .orderCancelled(let reversal): "order \(reversal.orderID) cancelled"
        case .orderRefunded(let reversal):
            "order \(reversal.orderID) refunded" + (reversal.amount.map { ", \($0.words)" } ?? "")
        case .productViewed(let view): "viewed \(view.product)"
        case .productAdded(let change): "put \(change.quantity) × \(change.product) into the cart"
        case .productRemoved(let change): "took \(change.quantity) × \(change.product) out of the cart"
        case .socialMentioned(let mention):
            "mentioned the shop on \(mention.network)"
                + (mention.sentiment.map { ", sentiment \(Double($0.millionths) / 1_000_000)" } ?? "")
        case .orderUpdated(let version): "order \(version.id) is now \(version.total.words)"
        case .cartUpdated(let contents): "cart of \(contents.lines.count) products"
        default: self.kind.name
        }
    }
}

extension Signal {
    /// The values behind the decision, in a few words.
    var words: String {
        self.values.map { "\($0.name)=\($0.value.words)" }.joined(separator: " ")
    }
}

extension Signal.Value {
    /// The value as people read it.
    var words: String {
        switch self {
        case .count(let count): "\(count)"
        case .money(let money): money.words
        case .time(let time): CustomerReport.show(time)
        case .span(let span): span.iso8601
        case .sentiment(let sentiment): "\(Double(sentiment.millionths) / 1_000_000)"
        case .text(let text): text
        case .decimal(let millionths): "\(Double(millionths) / 1_000_000)"
        case .flag(let flag): flag ? "yes" : "no"
        case .texts(let texts): texts.joined(separator: ", ")
        case .sums(let sums): sums.sums.map(\.words).joined(separator: " + ")
        }
    }
}
