/// The ways on which the shop can reach somebody, and how they take it.
///
/// Whether a channel is open says the latest event that opened or closed it; of two at one instant, that which closed
/// it. So the order of arrival decides nothing, as long as there are no more than `Channels.kept` channels. Of more, the
/// closed ones are forgotten first, and then those on which nothing happened for longest.
public struct Channels: Hashable, Sendable {
    /// All channels of which something is known, closed ones too, in the order of their names.
    public internal(set) var known: [Link] = []

    static let kept = 16

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of somebody who was never reached.
    public init() {}

    /// One channel.
    public struct Link: Hashable, Sendable {
        /// Its name, such as `email`, `push`, `app` or `social:instagram`.
        public let name: String
        /// Whether it is open to the shop.
        public internal(set) var isOpen = false
        /// When it was opened or closed last.
        public internal(set) var changed: Timestamp?
        /// When a message on it was answered, opened or followed last.
        public internal(set) var lastEngaged: Timestamp?
        /// When a message on it could not be delivered last.
        public internal(set) var bounced: Timestamp?
        var engagementCount: UInt32 = 0

        init(name: String) { self.name = name }

        /// Since when it is open: when it was opened the last time; `nil` when it is not.
        public var since: Timestamp? { self.isOpen ? self.changed : nil }

        /// How often a message on it was answered, opened or followed.
        public var engagements: Int { Int(self.engagementCount) }

        /// The time of the latest event on it.
        var latest: Timestamp {
            max(self.changed ?? .distantPast, self.lastEngaged ?? .distantPast, self.bounced ?? .distantPast)
        }

        /// Whether it was closed, and not only never opened.
        var isClosed: Bool { self.changed != nil && !self.isOpen }

        /// Whether it is forgotten before another one.
        func isLess(than other: Link) -> Bool {
            (self.isClosed ? 0 : 1, self.latest, self.name) < (other.isClosed ? 0 : 1, other.latest, other.name)
        }

        fileprivate mutating func turn(_ isOpen: Bool, at time: Timestamp) -> Bool {
            guard self.changed.map({ time > $0 || (time == $0 && self.isOpen && !isOpen) }) ?? true else {
                return false
            }
            self.isOpen = isOpen
            self.changed = time
            return true
        }

        fileprivate mutating func engage(at time: Timestamp) -> Bool {
            let isCounted = self.engagementCount.count()
            return self.lastEngaged.advance(to: time) || isCounted
        }
    }

    /// The names of the open channels, ascending.
    public var names: [String] { self.known.filter(\.isOpen).map(\.name) }

    /// The channel on which they engaged last, also when it is closed by now; of two, the first by name.
    public var lastEngaged: String? {
        var latest: (name: String, time: Timestamp)?
        for link in self.known {
            guard let time = link.lastEngaged, latest.map({ time > $0.time }) ?? true else { continue }
            latest = (link.name, time)
        }
        return latest?.name
    }

    /// The names of the channels they like, those with most engagement first, then by name.
    ///
    /// Lists the open channels, and those on which they engaged and which they did not close.
    public var affinity: [String] {
        self.known.filter { $0.isOpen || $0.engagementCount > 0 && !$0.isClosed }
            .sorted { ($1.engagementCount, $0.name) < ($0.engagementCount, $1.name) }
            .map(\.name)
    }

    /// Whether the channel of a name is open.
    public func has(_ name: String) -> Bool { self[name]?.isOpen ?? false }

    /// What is known of the channel of a name.
    public subscript(_ name: String) -> Link? { self.known.first { $0.name == name } }

    /// Takes an event in; returns whether that changed anything.
    mutating func take(_ body: Event.Body, at time: Timestamp) -> Bool {
        switch body {
        case .channelSubscribed(let fact): self.change(fact.channel) { $0.turn(true, at: time) }
        case .channelUnsubscribed(let fact): self.change(fact.channel) { $0.turn(false, at: time) }
        case .channelEngaged(let fact): self.change(fact.channel) { $0.engage(at: time) }
        case .pushEnabled: self.change("push") { $0.turn(true, at: time) }
        case .pushDisabled: self.change("push") { $0.turn(false, at: time) }
        case .appInstalled: self.change("app") { $0.turn(true, at: time) }
        case .appRemoved: self.change("app") { $0.turn(false, at: time) }
        case .socialFollowed(let touch): self.change(Self.name(of: touch)) { $0.turn(true, at: time) }
        case .socialUnfollowed(let touch): self.change(Self.name(of: touch)) { $0.turn(false, at: time) }
        case .emailOpened, .emailLinkClicked: self.change("email") { $0.engage(at: time) }
        case .emailBounced: self.change("email") { $0.bounced.advance(to: time) }
        default: false
        }
    }

    private static func name(of touch: SocialTouch) -> String {
        guard let network = touch.network, !network.isEmpty else { return "social" }
        return "social:" + network
    }

    /// Changes the channel of a name, which is made when it is new; nothing without a name.
    private mutating func change(_ name: String?, _ change: (inout Link) -> Bool) -> Bool {
        guard let name, !name.isEmpty else { return false }
        let place = self.known.firstIndex { $0.name >= name } ?? self.known.endIndex
        if place < self.known.endIndex, self.known[place].name == name { return change(&self.known[place]) }
        var link = Link(name: name)
        guard change(&link) else { return false }
        self.known.insert(link, at: place)
        guard self.known.count > Self.kept else { return true }
        guard let least = self.known.indices.min(by: { self.known[$0].isLess(than: self.known[$1]) }) else {
            return true
        }
        self.known.remove(at: least)
        return least != place
    }
}
