import JSON

/// What a raw record may ask for; each limit has a reason code of its own in `dead-letters`.
public struct Limits: Hashable, Sendable {
    /// Bytes of a record (`json.too-large`, `limit.record`).
    public var record: Int
    /// Objects and arrays around a value (`json.too-deep`).
    public var depth: Int
    /// Bytes of a text that is kept (`field.too-long`).
    public var text: Int
    /// Lines of an order, cart or list, and elements of any other list that is kept (`limit.items`).
    public var items: Int

    /// Makes limits, the defaults where nothing else is given.
    public init(record: Int = 1 << 20, depth: Int = 32, text: Int = 512, items: Int = 1_000) {
        self.record = record
        self.depth = depth
        self.text = text
        self.items = items
    }

    var parser: JSONParser.Limits { JSONParser.Limits(bytes: self.record, depth: self.depth) }
}
