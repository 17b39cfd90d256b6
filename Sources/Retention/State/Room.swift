extension Array {
    /// Makes room for one more element and few besides, where doubling would leave nearly half of the memory unused:
    /// for what is kept as long as its customer, and for arrays of all customers.
    ///
    /// O(count) each time that an eighth has been added.
    package mutating func makeRoom() {
        if self.count == self.capacity { self.reserveCapacity(self.count + 1 + self.count / 8) }
    }
}
