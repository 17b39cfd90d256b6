/// How far local time is ahead of UTC: always as far, or as the tz database has it for a place.
///
/// No question to a zone allocates, waits or fails; each takes constant time, some ten nanoseconds.
/// Instants are seconds or milliseconds since the beginning of 1970 in UTC, without leap seconds, as computers count.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
    private enum Rules: Sendable {
        case fixed(Int32)
        case place(ZoneTable)
    }

    private let rules: Rules

    /// The zone whose time is UTC, which needs no tz database.
    public static let utc = Zone.fixed(seconds: 0)

    /// The zone that is always so many seconds ahead of UTC, at most 25:59:59 in either direction.
    public static func fixed(seconds: Int) -> Zone {
        let limits = Int(ZoneTable.offsets.lowerBound)...Int(ZoneTable.offsets.upperBound)
        return Zone(rules: .fixed(Int32(seconds.clamped(to: limits))))
    }

    /// Finds a zone by its name in the tz database of this machine, or by an offset; `nil` if it is neither.
    ///
    /// Names are such as `Europe/Berlin`, in that case; offsets such as `+02:00` and `-08:00`, also with seconds. `UTC` is
    /// always found. A zone is read once: later changes of the database are not seen, so that one process has one answer.
    /// See `ZoneDatabase` for what is refused, and `ZoneDatabase.missingMessage` for what to say when there is none.
    public static func named(_ name: String) -> Zone? { ZoneDatabase.system.zone(name) }

    /// The version of the tz database of this machine, such as `2025b`; `nil` if that is not known.
    ///
    /// Local times depend on it, so that who records decisions records it with them.
    public static var databaseVersion: String? { ZoneDatabase.system.version }

    /// Makes the zone of a file of the tz database; `nil` if it is malformed.
    package init?(name: String, file: [UInt8]) {
        guard let table = ZoneFileReader.table(name, file.span) else { return nil }
        self.init(rules: .place(table))
    }

    private init(rules: Rules) { self.rules = rules }

    /// Reads an offset such as `+02:00`, `-08:00` or `+00:53:28`.
    static func offset(_ text: String) -> Zone? {
        guard let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let seconds = ClockText.seconds(text.utf8.dropFirst()), seconds <= Int(ZoneTable.offsets.upperBound)
        else { return nil }
        return .fixed(seconds: sign == UInt8(ascii: "-") ? -seconds : seconds)
    }

    /// The name that finds the zone.
    public var name: String {
        switch self.rules {
        case .fixed(0): "UTC"
        case .fixed(let seconds): (seconds < 0 ? "-" : "+") + ClockText.text(Int(seconds.magnitude))
        case .place(let table): table.name
        }
    }

    /// The name that finds the zone.
    public var description: String { self.name }

    /// How many seconds local time is ahead of UTC at a second since 1970; negative where it is behind.
    public func offset(at seconds: Int64) -> Int {
        switch self.rules {
        case .fixed(let offset): Int(offset)
        case .place(let table): Int(table.offset(at: seconds.clamped(to: Self.seconds)))
        }
    }

    /// The offset at a second, and until when it holds.
    func stretch(at seconds: Int64) -> ZoneTable.Stretch {
        switch self.rules {
        case .fixed(let offset): ZoneTable.Stretch(offset: Int64(offset), end: Int64.max)
        case .place(let table): table.stretch(at: seconds.clamped(to: Self.seconds))
        }
    }

    /// Far enough that nothing overflows; beyond, it is as at the ends.
    private static let seconds = -Int64(1) << 60...Int64(1) << 60

    /// Whether two zones have the same name and the same rules.
    public static func == (left: Zone, right: Zone) -> Bool {
        switch (left.rules, right.rules) {
        case (.fixed(let left), .fixed(let right)): left == right
        case (.place(let left), .place(let right)): left.isSame(as: right)
        default: false
        }
    }

    /// Feeds the name to a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self.rules {
        case .fixed(let offset): hasher.combine(offset)
        case .place(let table): hasher.combine(table.name)
        }
    }
}
