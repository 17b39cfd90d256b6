/// Whatever keeps state: a kind and an id, written `customer/42`.
public struct Subject: Hashable, Sendable, CustomStringConvertible {
    /// What kinds of subject there are; the raw value is the storage format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case customer = 1
        case visitor = 2

        /// The word before the slash.
        public var name: String {
            switch self {
            case .customer: "customer"
            case .visitor: "visitor"
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
        guard let slash = text.firstIndex(of: "/"), text.index(after: slash) < text.endIndex,
            let kind = Kind.allCases.first(where: { $0.name == text[..<slash] })
        else { return nil }
        self.init(kind, String(text[text.index(after: slash)...]))
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
public struct Event: Hashable, Sendable {
    /// The producer's id; a second event of the same subject with this id decides nothing.
    public var id: String
    /// Whose state it changes.
    public var subject: Subject
    /// When it happened, in event time.
    public var time: Timestamp
    /// Where its raw record stood.
    public var origin: Origin
    /// What happened.
    public var body: Body
    /// Whether another subject's fold sent it.
    ///
    /// A letter has no place of its own in a raw topic, and does not move its subject's time.
    public var isLetter: Bool

    /// Makes an event.
    public init(id: String, subject: Subject, time: Timestamp, origin: Origin, body: Body, isLetter: Bool = false) {
        self.id = id
        self.subject = subject
        self.time = time
        self.origin = origin
        self.body = body
        self.isLetter = isLetter
    }

    /// What can have happened.
    public enum Body: Hashable, Sendable {
        /// An order was placed and confirmed.
        case orderCompleted(Order)
        /// An order was called off as a whole.
        case orderCancelled(OrderReversal)
        /// Money of an order was given back; no amount means all of it.
        case orderRefunded(OrderReversal)
        /// A product's page was looked at.
        case productViewed(ProductView)
        /// Pieces of a product were put into the cart.
        case productAdded(CartChange)
        /// Pieces of a product were taken out of the cart.
        case productRemoved(CartChange)
        /// The shop was mentioned on a social network.
        case socialMentioned(Mention)
    }
}

/// A completed order.
public struct Order: Hashable, Sendable {
    /// The shop's id of the order.
    public var id: String
    /// What the customer pays, shipping and tax included.
    public var total: Money
    /// What was bought.
    public var lines: [Line]
    /// The code used, when there was one.
    public var coupon: String?

    /// Makes an order.
    public init(id: String, total: Money, lines: [Line] = [], coupon: String? = nil) {
        self.id = id
        self.total = total
        self.lines = lines
        self.coupon = coupon
    }

    /// One product of an order.
    public struct Line: Hashable, Sendable {
        /// The product: its SKU, or the product id where there is no SKU.
        public var product: String
        /// Pieces, at least 1.
        public var quantity: Int64
        /// The price of one piece, when it is known.
        public var price: Money?

        /// Makes a line.
        public init(product: String, quantity: Int64, price: Money? = nil) {
            self.product = product
            self.quantity = quantity
            self.price = price
        }
    }
}

/// A cancellation or a refund of an order.
public struct OrderReversal: Hashable, Sendable {
    /// The shop's id of the order.
    public var orderID: String
    /// What is given back; all that is left of the order when missing.
    public var amount: Money?

    /// Makes a reversal.
    public init(orderID: String, amount: Money? = nil) {
        self.orderID = orderID
        self.amount = amount
    }
}

/// A look at a product.
public struct ProductView: Hashable, Sendable {
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// The shop's category of it.
    public var category: String?

    /// Makes a view.
    public init(product: String, category: String? = nil) {
        self.product = product
        self.category = category
    }
}

/// Pieces put into a cart or taken out of it.
public struct CartChange: Hashable, Sendable {
    /// The shop's id of the cart, when it gives one.
    public var cartID: String?
    /// The product: its SKU, or the product id where there is no SKU.
    public var product: String
    /// Pieces, at least 1.
    public var quantity: Int64
    /// The price of one piece, when it is known.
    public var price: Money?

    /// Makes a change.
    public init(cartID: String? = nil, product: String, quantity: Int64, price: Money? = nil) {
        self.cartID = cartID
        self.product = product
        self.quantity = quantity
        self.price = price
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

/// A mention of the shop on a social network.
public struct Mention: Hashable, Sendable {
    /// The network's name.
    public var network: String
    /// The score given upstream; missing when nobody scored it.
    public var sentiment: Sentiment?

    /// Makes a mention.
    public init(network: String, sentiment: Sentiment? = nil) {
        self.network = network
        self.sentiment = sentiment
    }
}
