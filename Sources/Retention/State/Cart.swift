/// The open cart of a customer.
public struct Cart: Hashable, Sendable {
    /// Pieces in it; 0 when there is no open cart.
    public internal(set) var items: Int64 = 0
    /// What they cost, in the currency of the first priced piece.
    public internal(set) var value: Money?
    /// What is in it, by product, at most `Cart.keptLines` of them; further products count in `items` and `value` only.
    public internal(set) var lines: [Line] = []
    /// The latest change, of this cart or of an earlier one.
    public internal(set) var lastChange: Timestamp?
    /// The shop's id of the cart, when it gave one.
    public internal(set) var id: String?
    /// When it closes by itself; `never` while no lifetime ends it.
    public internal(set) var closes = Timestamp.never

    static let keptLines = 32

    /// Makes a cart with nothing in it.
    public init() {}

    /// A product in the cart.
    public struct Line: Hashable, Sendable {
        /// The product.
        public let product: String
        /// Pieces of it, at least 1.
        public internal(set) var quantity: Int64
        /// The price of one piece, as last seen.
        public internal(set) var price: Money?
    }

    /// How a removal is booked.
    public enum Removals: String, Sendable, CaseIterable {
        /// Off the line of the removed product, at its price; a removal of what is not in the cart changes nothing.
        case line
        /// Off the cart as a whole, whatever product it names.
        case total
    }

    /// Whether something is in it.
    public var isOpen: Bool { self.items > 0 }

    mutating func add(_ change: CartChange, keepsProducts: Bool) {
        self.items = self.items.saturatingAdding(change.quantity)
        if let price = change.price { self.addValue(price, times: change.quantity) }
        self.id = change.cartID ?? self.id
        guard keepsProducts else { return }
        if let index = self.lines.firstIndex(where: { $0.product == change.product }) {
            self.lines[index].quantity = self.lines[index].quantity.saturatingAdding(change.quantity)
            self.lines[index].price = change.price ?? self.lines[index].price
        } else if self.lines.count < Self.keptLines {
            self.lines.append(Line(product: change.product, quantity: change.quantity, price: change.price))
        }
    }

    /// Takes pieces out; returns whether that changed anything.
    mutating func remove(_ change: CartChange, _ removals: Removals) -> Bool {
        guard self.isOpen else { return false }
        var taken = change.quantity
        var price = change.price
        if let index = self.lines.firstIndex(where: { $0.product == change.product }) {
            if removals == .line {
                taken = min(taken, self.lines[index].quantity)
                // A piece that was put in without a price takes none away either.
                price = self.lines[index].price
            }
            self.lines[index].quantity -= min(taken, self.lines[index].quantity)
            if self.lines[index].quantity == 0 { self.lines.remove(at: index) }
        } else if removals == .line {
            // It may be one of the products for which no line was left, but no piece of those that are listed.
            taken = min(taken, self.unlisted)
            guard taken > 0 else { return false }
        }
        self.items = max(0, self.items - taken)
        if let price { self.addValue(price, times: -taken) }
        if !self.isOpen { self.close() }
        return true
    }

    /// Takes what a cart holds in place of what was known; returns whether that changed anything.
    mutating func replace(with contents: CartContents, keepsProducts: Bool) -> Bool {
        var cart = Cart()
        for line in contents.lines {
            let change = CartChange(product: line.product, quantity: line.quantity, price: line.price)
            cart.add(change, keepsProducts: keepsProducts)
        }
        cart.id = cart.isOpen ? contents.cartID : nil
        cart.lastChange = self.lastChange
        cart.closes = cart.isOpen ? self.closes : .never
        guard cart != self else { return false }
        self = cart
        return true
    }

    /// Empties the cart; the instant of the latest change stays known.
    mutating func close() {
        self.items = 0
        self.value = nil
        self.lines = []
        self.id = nil
        self.closes = .never
    }

    /// Pieces of the products that have no line.
    private var unlisted: Int64 {
        max(0, self.items - self.lines.reduce(0) { $0.saturatingAdding($1.quantity) })
    }

    private mutating func addValue(_ price: Money, times quantity: Int64) {
        let currency = self.value?.currency ?? price.currency
        guard price.currency == currency else { return }
        let sum = (self.value?.minor ?? 0).saturatingAdding(price.minor.saturatingMultiplied(by: quantity))
        self.value = Money(minor: max(0, sum), currency)
    }
}
