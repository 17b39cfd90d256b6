/// The products of the shop: category, brand and price follow from the number of the product alone.
///
/// Nothing is stored per product, a price never changes, and low numbers are bought more often than high ones.
struct Catalogue: Sendable {
    let size: Int
    /// The ISO 4217 code that every price carries.
    let currency: String

    private static let categories = ["shoes", "shirts", "jackets", "bags", "home", "garden", "toys", "books"]
    private static let brands = ["Albarin", "Corbin", "Denholm", "Fjellvik", "Moorland", "Quist"]

    /// Whether a text has the form of an ISO 4217 code.
    static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    /// A product by its popularity: a low number is drawn up to twice as often as the middle one.
    func draw(_ random: inout RandomStream) -> UInt32 {
        UInt32(min(random.below(size), random.below(size)) + 1)
    }

    /// The price of one piece in hundredths of the currency, from 4.90 to 124.99.
    func price(of product: UInt32) -> Int {
        let traits = RandomStream.mix(UInt64(product))
        let ending =
            switch (traits >> 32) % 3 {
            case 0: 1
            case 1: 5
            default: 10
            }
        return Int(truncatingIfNeeded: traits % 121 + 5) * 100 - ending
    }

    func writeIdentity(of product: UInt32, into line: inout [UInt8]) {
        line.write("\"product_id\":\"p-")
        line.writeNumber(Int(product))
        line.write("\",\"sku\":\"SKU-")
        line.writeNumber(Int(product))
        line.write("\",\"category\":\"")
        line.write(Catalogue.categories[Int(truncatingIfNeeded: (RandomStream.mix(UInt64(product)) >> 40) % 8)])
        line.append(34)
    }

    func writeBrand(of product: UInt32, into line: inout [UInt8]) {
        line.write(",\"brand\":\"")
        line.write(Catalogue.brands[Int(truncatingIfNeeded: (RandomStream.mix(UInt64(product)) >> 48) % 6)])
        line.append(34)
    }

    func writePrice(of product: UInt32, into line: inout [UInt8]) {
        line.write(",\"price\":")
        line.writeHundredths(price(of: product))
    }

    func writeCurrency(into line: inout [UInt8]) {
        line.write(",\"currency\":\"")
        line.write(currency)
        line.append(34)
    }
}
