/// The names that the data of an event may hold in JSON, and those that it has to.
package struct FactNames: Sendable {
    /// Names of texts, numbers, times and truths.
    package let values: [String]
    /// Names of arrays of texts.
    package let texts: [String]
    /// Names of arrays of objects, with the names that each object may hold.
    package let objects: [String: FactNames]
    /// What has to be there: for each thing the names it may have, the preferred one first.
    ///
    /// `products/price` stands for products of which each has a price.
    package let required: [[String]]

    /// Every name.
    package var all: [String] { self.values + self.texts + self.objects.keys.sorted() }
}
