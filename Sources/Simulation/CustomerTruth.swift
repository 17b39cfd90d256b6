/// The hidden truth about a simulated customer, with a count of what was told about them so far.
public struct CustomerTruth: Sendable, Equatable {
    /// The number of the customer, from 0; the id in the events is `c` and this number plus 1 in seven or more digits.
    public let index: Int
    /// When the first session begins, in milliseconds since 1970 UTC; it ends in the first order.
    public let arrival: Int64
    /// The purchase rate while alive, in millionths of a purchase per day.
    public let ratePerDayMicros: Int
    /// When the customer left for good, or `nil` when alive at the end of the period.
    ///
    /// No session, hence no order and no browsing, happens after it. A mention, a cancellation or a refund may.
    public let aliveUntil: Int64?
    /// Orders completed, including those cancelled or refunded later.
    public let orders: Int
    /// Sessions that ended with products in the cart and without an order.
    public let abandonedCarts: Int
    /// Mentions with a sentiment below -0.5.
    public let negativeMentions: Int
    /// The time of the last order, or `nil` when none was told yet.
    public let lastOrder: Int64?

    /// Replaces `line` by the truth as one JSON object without a line end.
    ///
    /// The keys are `id`, `arrival`, `rate` (purchases per day, a decimal number as text), `alive_until` and
    /// `last_order` (null when absent), `orders`, `abandoned_carts`, `mentions_negative`. Instants are RFC 3339 in
    /// UTC.
    public func write(into line: inout [UInt8]) {
        line.removeAll(keepingCapacity: true)
        line.write("{\"id\":\"")
        line.writeCustomer(index: index)
        line.write("\",\"arrival\":\"")
        line.writeInstant(arrival)
        line.write("\",\"rate\":\"")
        line.writeNumber(ratePerDayMicros / 1_000_000)
        line.append(46)
        line.writeNumber(ratePerDayMicros % 1_000_000, digits: 6)
        line.write("\",\"alive_until\":")
        CustomerTruth.write(aliveUntil, into: &line)
        line.write(",\"orders\":")
        line.writeNumber(orders)
        line.write(",\"abandoned_carts\":")
        line.writeNumber(abandonedCarts)
        line.write(",\"mentions_negative\":")
        line.writeNumber(negativeMentions)
        line.write(",\"last_order\":")
        CustomerTruth.write(lastOrder, into: &line)
        line.append(125)
    }

    private static func write(_ instant: Int64?, into line: inout [UInt8]) {
        guard let instant else {
            line.write("null")
            return
        }
        line.append(34)
        line.writeInstant(instant)
        line.append(34)
    }
}
