public import Journal
public import Retention

/// The encoding of the `events` topic: Protobuf wire format, written and read by hand.
///
/// Field numbers are the storage format. Unknown fields are passed over, so that a newer writer does not stop an older
/// reader; a missing required field, a wrong wire type or invalid UTF-8 makes the event malformed.
public final class CanonicalEvents: EventCoding {
    private var body: [UInt8] = []
    private var line: [UInt8] = []

    /// Makes a codec; one thread may use it at a time.
    public init() {}

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ event: Event, to bytes: inout [UInt8]) {
        Wire.string(1, event.id, to: &bytes)
        Wire.number(2, UInt64(event.subject.kind.rawValue), to: &bytes)
        Wire.string(3, event.subject.id, to: &bytes)
        Wire.number(4, zigzag(event.time.milliseconds), to: &bytes)
        Wire.string(5, event.origin.source, to: &bytes)
        Wire.number(6, UInt64(UInt32(bitPattern: event.origin.partition)), to: &bytes)
        Wire.number(7, zigzag(event.origin.offset), to: &bytes)
        self.body.removeAll(keepingCapacity: true)
        let field: UInt64 =
            switch event.body {
            case .orderCompleted(let order): self.encode(order)
            case .orderCancelled(let reversal): self.encode(reversal, field: 11)
            case .orderRefunded(let reversal): self.encode(reversal, field: 12)
            case .productViewed(let view): self.encode(view)
            case .productAdded(let change): self.encode(change, field: 14)
            case .productRemoved(let change): self.encode(change, field: 15)
            case .socialMentioned(let mention): self.encode(mention)
            }
        Wire.message(field, self.body, to: &bytes)
        if event.isLetter { Wire.number(8, 1, to: &bytes) }
    }

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ record: RefusedRecord, to bytes: inout [UInt8]) {
        Wire.number(4, zigzag(record.timestamp.milliseconds), to: &bytes)
        Wire.string(5, record.origin.source, to: &bytes)
        Wire.number(6, UInt64(UInt32(bitPattern: record.origin.partition)), to: &bytes)
        Wire.number(7, zigzag(record.origin.offset), to: &bytes)
        self.body.removeAll(keepingCapacity: true)
        Wire.string(1, record.rejection.reason, to: &self.body)
        Wire.string(2, record.rejection.message, to: &self.body)
        Wire.string(3, record.rejection.pointer, to: &self.body)
        Wire.message(4, record.key, to: &self.body)
        Wire.message(5, record.value, to: &self.body)
        Wire.message(31, self.body, to: &bytes)
    }

    private func encode(_ order: Order) -> UInt64 {
        Wire.string(1, order.id, to: &self.body)
        Wire.money(2, order.total, to: &self.body)
        for line in order.lines {
            self.line.removeAll(keepingCapacity: true)
            Wire.string(1, line.product, to: &self.line)
            Wire.number(2, UInt64(bitPattern: line.quantity), to: &self.line)
            if let price = line.price { Wire.money(3, price, to: &self.line) }
            Wire.message(4, self.line, to: &self.body)
        }
        if let coupon = order.coupon { Wire.string(5, coupon, to: &self.body) }
        return 10
    }

    private func encode(_ reversal: OrderReversal, field: UInt64) -> UInt64 {
        Wire.string(1, reversal.orderID, to: &self.body)
        if let amount = reversal.amount { Wire.money(2, amount, to: &self.body) }
        return field
    }

    private func encode(_ view: ProductView) -> UInt64 {
        Wire.string(1, view.product, to: &self.body)
        if let category = view.category { Wire.string(2, category, to: &self.body) }
        return 13
    }

    private func encode(_ change: CartChange, field: UInt64) -> UInt64 {
        Wire.string(1, change.product, to: &self.body)
        Wire.number(2, UInt64(bitPattern: change.quantity), to: &self.body)
        if let price = change.price { Wire.money(3, price, to: &self.body) }
        if let cart = change.cartID { Wire.string(5, cart, to: &self.body) }
        return field
    }

    private func encode(_ mention: Mention) -> UInt64 {
        Wire.string(1, mention.network, to: &self.body)
        if let sentiment = mention.sentiment { Wire.number(2, zigzag(Int64(sentiment.millionths)), to: &self.body) }
        return 16
    }

    /// Reads an entry; `nil` when the bytes are malformed.
    public func decode(_ bytes: Span<UInt8>) -> EventsEntry? {
        guard let fields = WireFields(bytes), let time = fields.number(4), let origin = Self.origin(fields) else {
            return nil
        }
        let timestamp = Timestamp(milliseconds: unzigzag(time))
        guard let id = fields.string(1) else {
            guard let span = fields.bytes(31) else { return nil }
            return Self.refused(span, origin, timestamp).map { .refused($0) }
        }
        guard let subject = fields.string(3),
            let kind = fields.number(2).flatMap(UInt8.init(exactly:)).flatMap(Subject.Kind.init(rawValue:)),
            let body = Self.body(fields)
        else { return nil }
        return .event(
            Event(
                id: id,
                subject: Subject(kind, subject),
                time: timestamp,
                origin: origin,
                body: body,
                isLetter: fields.number(8) == 1
            )
        )
    }

    private static func origin(_ fields: borrowing WireFields) -> Origin? {
        guard let source = fields.string(5), let offset = fields.number(7),
            let partition = UInt32(exactly: fields.number(6) ?? 0)
        else { return nil }
        return Origin(source: source, partition: Int32(bitPattern: partition), offset: unzigzag(offset))
    }

    private static func refused(_ bytes: Span<UInt8>, _ origin: Origin, _ timestamp: Timestamp) -> RefusedRecord? {
        guard let part = WireFields(bytes), let reason = part.string(1), let message = part.string(2),
            let pointer = part.string(3)
        else { return nil }
        var record = RefusedRecord(
            rejection: Rejection(reason: reason, message: message, pointer: pointer),
            origin: origin,
            timestamp: timestamp,
            key: [],
            value: []
        )
        if let key = part.bytes(4) { record.key = [UInt8](copying: key) }
        if let value = part.bytes(5) { record.value = [UInt8](copying: value) }
        return record
    }

    private static func body(_ fields: borrowing WireFields) -> Event.Body? {
        for number in 10...16 {
            guard let span = fields.bytes(number), let part = WireFields(span) else { continue }
            switch number {
            case 10: return self.order(part).map { .orderCompleted($0) }
            case 11: return self.reversal(part).map { .orderCancelled($0) }
            case 12: return self.reversal(part).map { .orderRefunded($0) }
            case 13:
                return part.string(1).map { .productViewed(ProductView(product: $0, category: part.string(2))) }
            case 14: return self.change(part).map { .productAdded($0) }
            case 15: return self.change(part).map { .productRemoved($0) }
            default: return self.mention(part).map { .socialMentioned($0) }
            }
        }
        return nil
    }

    private static func order(_ fields: borrowing WireFields) -> Order? {
        guard let id = fields.string(1), let total = fields.money(2) else { return nil }
        var order = Order(id: id, total: total, coupon: fields.string(5))
        let isSound = fields.forEach(4) { span in
            guard let part = WireFields(span), let product = part.string(1), let quantity = part.number(2) else {
                return false
            }
            order.lines.append(
                Order.Line(product: product, quantity: Int64(bitPattern: quantity), price: part.money(3))
            )
            return true
        }
        return isSound ? order : nil
    }

    private static func reversal(_ fields: borrowing WireFields) -> OrderReversal? {
        fields.string(1).map { OrderReversal(orderID: $0, amount: fields.money(2)) }
    }

    private static func change(_ fields: borrowing WireFields) -> CartChange? {
        guard let product = fields.string(1), let quantity = fields.number(2) else { return nil }
        return CartChange(
            cartID: fields.string(5),
            product: product,
            quantity: Int64(bitPattern: quantity),
            price: fields.money(3)
        )
    }

    private static func mention(_ fields: borrowing WireFields) -> Mention? {
        guard let network = fields.string(1) else { return nil }
        guard let millionths = fields.number(2) else { return Mention(network: network) }
        return Sentiment(millionths: unzigzag(millionths)).map { Mention(network: network, sentiment: $0) }
    }
}
