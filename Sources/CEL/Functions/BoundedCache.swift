/// Elements under keys, of which the ones that are not asked for make room for others.
///
/// There are two generations: when the younger one is full it becomes the older one, and what has been in there until
/// then is forgotten. Both operations take constant time.
struct BoundedCache<Key: Hashable, Element> {
    private let capacity: Int
    private var young: [Key: Element] = [:]
    private var old: [Key: Element] = [:]

    /// Makes a cache of at most twice as many elements.
    init(capacity: Int) { self.capacity = capacity }

    /// The element under a key, `nil` if there is none, or none any more.
    mutating func element(_ key: Key) -> Element? {
        if let element = self.young[key] { return element }
        guard let element = self.old.removeValue(forKey: key) else { return nil }
        self.insert(element, key)
        return element
    }

    /// Puts an element under a key.
    mutating func insert(_ element: Element, _ key: Key) {
        if self.young.count >= self.capacity {
            self.old = self.young
            self.young = [:]
        }
        self.young[key] = element
    }
}
