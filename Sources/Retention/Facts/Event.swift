/// Whatever keeps state: a kind and an id, written `customer/42`.
public struct Subject: Hashable, Sendable, CustomStringConvertible {
    /// What kinds of subject there are; the raw value is the storage format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Somebody the shop knows.
        case customer = 1
        /// Somebody who is not recognised yet.
        case visitor = 2
        /// An order.
        case order = 3
        /// A product.
        case product = 4
        /// A referral or voucher code.
        case code = 5
        /// A campaign.
        case campaign = 6
        /// A shop as a whole.
        case shop = 7

        /// The word before the slash.
        public var name: String {
            switch self {
            case .customer: "customer"
            case .visitor: "visitor"
            case .order: "order"
            case .product: "product"
            case .code: "code"
            case .campaign: "campaign"
            case .shop: "shop"
            }
        }
    }

    /// The kind of the subject.
    public var kind: Kind
    /// The shop's own id of the subject, unchanged.
    public var id: String

    /// Makes a subject.
    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// Reads `kind/id`; `nil` for an unknown kind or an empty id.
    public init?(_ text: some StringProtocol) {
        // Byte by byte: an id may begin with what Unicode joins to the slash, such as an accent.
        let bytes = text.utf8
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), bytes.index(after: slash) < bytes.endIndex,
            let kind = Kind.allCases.first(where: { $0.name.utf8.elementsEqual(bytes[..<slash]) })
        else { return nil }
        self.init(kind, String(text[bytes.index(after: slash)...]))
    }

    /// Reads the bytes of `kind/id`; `nil` also for bytes that are not UTF-8.
    ///
    /// O(length), and no allocation but the id's.
    public init?(_ bytes: Span<UInt8>) {
        for kind in Kind.allCases {
            let count = kind.name.utf8.count
            guard bytes.count > count + 1, bytes[count] == UInt8(ascii: "/"),
                zip(kind.name.utf8, bytes.indices).allSatisfy({ bytes[$1] == $0 })
            else { continue }
            guard let id = try? UTF8Span(validating: bytes.extracting(count + 1..<bytes.count)) else { return nil }
            self.init(kind, String(copying: id))
            return
        }
        return nil
    }

    /// `kind/id`.
    public var description: String { "\(self.kind.name)/\(self.id)" }
}

/// Where the raw record of an event stood.
public struct Origin: Hashable, Sendable {
    /// The raw topic, or the name of the file.
    public var source: String
    /// The partition of the raw topic; 0 for a file.
    public var partition: Int32
    /// The offset in the partition; the line of a file, from 0.
    public var offset: Int64

    /// Makes a place.
    public init(source: String, partition: Int32, offset: Int64) {
        self.source = source
        self.partition = partition
        self.offset = offset
    }
}

/// A fact of the past: who, when, what, with an id and the place it came from.
///
/// One word that refers to what it says: passing an event on, holding it back and putting it in order copies none of it.
/// Changing one costs a copy.
public struct Event: Hashable, Sendable {
    @usableFromInline
    struct Content: Hashable, Sendable {
        @usableFromInline var id: EventID
        @usableFromInline var subject: Subject
        @usableFromInline var time: Timestamp
        @usableFromInline var origin: Origin
        @usableFromInline var body: Body
        @usableFromInline var isLetter: Bool
    }

    @usableFromInline
    final class Box: Sendable {
        @usableFromInline let content: Content

        init(_ content: consuming Content) { self.content = content }
    }

    @usableFromInline var box: Box

    /// Makes an event.
    public init(
        id: String,
        subject: Subject,
        time: Timestamp,
        origin: Origin,
        body: consuming Body,
        isLetter: Bool = false
    ) {
        self.init(id: EventID(id), subject: subject, time: time, origin: origin, body: body, isLetter: isLetter)
    }

    /// Makes an event.
    package init(
        id: EventID,
        subject: Subject,
        time: Timestamp,
        origin: Origin,
        body: consuming Body,
        isLetter: Bool = false
    ) {
        self.box = Box(
            Content(id: id, subject: subject, time: time, origin: origin, body: body, isLetter: isLetter)
        )
    }

    /// The producer's id; a second event of the same subject with this id decides nothing.
    ///
    /// As a text, which is made anew each time for a UUID.
    public var id: String {
        get { self.box.content.id.description }
        set { self.change { $0.id = EventID(newValue) } }
    }

    /// The same id, as it is kept.
    package var compactID: EventID {
        @inlinable _read { yield self.box.content.id }
    }

    /// Whose state it changes.
    public var subject: Subject {
        @inlinable _read { yield self.box.content.subject }
        set { self.change { $0.subject = newValue } }
    }

    /// When it happened, in event time.
    public var time: Timestamp {
        @inlinable _read { yield self.box.content.time }
        set { self.change { $0.time = newValue } }
    }

    /// Where its raw record stood.
    public var origin: Origin {
        @inlinable _read { yield self.box.content.origin }
        set { self.change { $0.origin = newValue } }
    }

    /// What happened.
    public var body: Body {
        @inlinable _read { yield self.box.content.body }
        set { self.change { $0.body = newValue } }
    }

    /// Whether another subject's fold sent it.
    ///
    /// A letter has no place of its own in a raw topic, and does not move its subject's time.
    public var isLetter: Bool {
        @inlinable _read { yield self.box.content.isLetter }
        set { self.change { $0.isLetter = newValue } }
    }

    /// Compares what is said.
    public static func == (left: Event, right: Event) -> Bool {
        left.box === right.box || left.box.content == right.box.content
    }

    /// Hashes what is said.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.box.content) }

    private mutating func change(_ change: (inout Content) -> Void) {
        var content = self.box.content
        change(&content)
        self.box = Box(content)
    }
}

extension Event: CustomReflectable {
    /// What is said, without the box around it.
    public var customMirror: Mirror {
        let parts: KeyValuePairs<String, Any> = [
            "id": self.id, "subject": self.subject, "time": self.time, "origin": self.origin, "body": self.body,
            "isLetter": self.isLetter,
        ]
        return Mirror(self, children: parts, displayStyle: .struct)
    }
}

/// How glad or angry words are, from -1 to 1, in millionths.
public struct Sentiment: Hashable, Comparable, Sendable {
    /// Millionths, from -1,000,000 to 1,000,000.
    public let millionths: Int32

    /// Makes a sentiment; `nil` outside -1 to 1.
    public init?(millionths: Int64) {
        guard (-1_000_000...1_000_000).contains(millionths) else { return nil }
        self.millionths = Int32(millionths)
    }

    /// Compares in the natural order.
    public static func < (left: Sentiment, right: Sentiment) -> Bool { left.millionths < right.millionths }
}
