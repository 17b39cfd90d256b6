/// Writes whole event lines in Segment's form, with the keys always in the same order.
struct EventWriter: Sendable {
    let catalogue: Catalogue
    let identifiers: Identifiers

    /// Who an event is about: the number that makes ids, and which of the owner's events this is.
    struct Author: Sendable {
        var owner: UInt32
        var ordinal: UInt32
    }

    func begin(
        _ name: String,
        by author: Author,
        at time: Int64,
        into line: inout [UInt8],
        customer writeCustomer: (inout [UInt8]) -> Void
    ) {
        line.removeAll(keepingCapacity: true)
        line.beginEvent(name, message: identifiers.message(author.owner, author.ordinal))
        writeCustomer(&line)
        line.beginProperties(time: time)
    }

    /// Writes a view, or a product going into a cart or out of it.
    func writeBrowsing(
        _ step: SessionStep,
        cart: UInt32,
        by author: Author,
        at time: Int64,
        into line: inout [UInt8],
        customer: (inout [UInt8]) -> Void
    ) {
        guard step.kind != .viewed else {
            begin("Product Viewed", by: author, at: time, into: &line, customer: customer)
            catalogue.writeIdentity(of: step.product, into: &line)
            catalogue.writeBrand(of: step.product, into: &line)
            catalogue.writePrice(of: step.product, into: &line)
            catalogue.writeCurrency(into: &line)
            line.write("}}")
            return
        }
        let name = step.kind == .added ? "Product Added" : "Product Removed"
        begin(name, by: author, at: time, into: &line, customer: customer)
        line.write("\"cart_id\":\"k-")
        line.writeHex(identifiers.cart(author.owner, cart))
        line.write("\",")
        catalogue.writeIdentity(of: step.product, into: &line)
        catalogue.writePrice(of: step.product, into: &line)
        line.write(",\"quantity\":")
        line.writeNumber(Int(step.quantity))
        catalogue.writeCurrency(into: &line)
        line.write("}}")
    }

    /// Writes an order of what the session's cart holds, and returns its total in hundredths.
    func writeOrder(
        of session: borrowing Session,
        by author: Author,
        at time: Int64,
        into line: inout [UInt8],
        customer: (inout [UInt8]) -> Void
    ) -> Int {
        let contents = session.contents()
        let total = contents.reduce(0) { $0 + Int($1.quantity) * catalogue.price(of: $1.product) }
        begin("Order Completed", by: author, at: time, into: &line, customer: customer)
        writeOrderHead(author.owner, author.ordinal, total: total, into: &line)
        line.write(",\"products\":[")
        for (index, entry) in contents.enumerated() {
            line.write(index == 0 ? "{" : ",{")
            catalogue.writeIdentity(of: entry.product, into: &line)
            line.write(",\"quantity\":")
            line.writeNumber(Int(entry.quantity))
            catalogue.writePrice(of: entry.product, into: &line)
            line.append(125)
        }
        line.write("]}}")
        return total
    }

    /// Writes that an earlier order was cancelled or refunded in full.
    func writeReversal(
        _ name: String,
        order: UInt32,
        total: Int,
        by author: Author,
        at time: Int64,
        into line: inout [UInt8],
        customer: (inout [UInt8]) -> Void
    ) {
        begin(name, by: author, at: time, into: &line, customer: customer)
        writeOrderHead(author.owner, order, total: total, into: &line)
        line.write("}}")
    }

    /// Writes a mention with this sentiment, in hundredths.
    func writeMention(
        sentiment: Int,
        by author: Author,
        at time: Int64,
        _ random: inout RandomStream,
        into line: inout [UInt8],
        customer: (inout [UInt8]) -> Void
    ) {
        begin("Social Mentioned", by: author, at: time, into: &line, customer: customer)
        MentionWriter.writeProperties(
            sentiment: sentiment,
            handle: identifiers.handle(author.owner),
            into: &line,
            &random
        )
    }

    private func writeOrderHead(_ owner: UInt32, _ ordinal: UInt32, total: Int, into line: inout [UInt8]) {
        line.write("\"order_id\":\"o-")
        line.writeHex(identifiers.order(owner, ordinal))
        line.write("\",\"total\":")
        line.writeHundredths(total)
        catalogue.writeCurrency(into: &line)
    }
}
