/// Derives the ids of messages, orders and carts from who did it and in which of their events.
///
/// Each kind of id is a bijection of (owner, ordinal), so that no two are ever the same within one run.
struct Identifiers: Sendable {
    private let messageKey: UInt64
    private let orderKey: UInt64
    private let cartKey: UInt64
    private let handleKey: UInt64

    /// How many events one owner may have.
    static let largestOrdinal: UInt32 = (1 << 28) - 1

    init(seed: UInt64) {
        messageKey = RandomStream.mix(seed ^ 0x6d65_7373_6167_6531)
        orderKey = RandomStream.mix(seed ^ 0x6f72_6465_7273_3131)
        cartKey = RandomStream.mix(seed ^ 0x6361_7274_7331_3131)
        handleKey = RandomStream.mix(seed ^ 0x6861_6e64_6c65_3131)
    }

    private func packed(_ owner: UInt32, _ ordinal: UInt32) -> UInt64 {
        precondition(ordinal <= Identifiers.largestOrdinal, "one customer has more events than ids can tell apart")
        return UInt64(owner) << 28 | UInt64(ordinal)
    }

    func message(_ owner: UInt32, _ ordinal: UInt32) -> UInt64 {
        RandomStream.mix(packed(owner, ordinal) &+ messageKey)
    }

    func order(_ owner: UInt32, _ ordinal: UInt32) -> UInt64 {
        RandomStream.mix(packed(owner, ordinal) &+ orderKey)
    }

    func cart(_ owner: UInt32, _ ordinal: UInt32) -> UInt64 {
        RandomStream.mix(packed(owner, ordinal) &+ cartKey)
    }

    /// The name under which an owner writes in social networks, which is made up and tells nothing about the id.
    func handle(_ owner: UInt32) -> UInt64 {
        RandomStream.mix(UInt64(owner) &+ handleKey)
    }
}
