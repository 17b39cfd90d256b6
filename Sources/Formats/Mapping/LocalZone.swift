import Foundation

/// A time zone by its name in the tz database, for times that say nothing of theirs.
public final class LocalZone: Sendable {
    /// The name, such as `Europe/Berlin`.
    public let name: String
    private let zone: TimeZone

    /// Finds a zone; `nil` for a name that this machine's tz database does not have.
    public init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    /// The instant at which clocks of the zone show what clocks of UTC show at `local`.
    ///
    /// A time that is shown twice, when clocks go back, is taken as the first of the two; one that is skipped, when they
    /// go forward, as so much later.
    func instant(ofLocal local: Int64) -> Int64 {
        func offset(_ instant: Int64) -> Int64 {
            Int64(self.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant / 1_000)))) * 1_000
        }
        // The offsets on both sides of a change that may be near.
        let (before, after) = (offset(local - 86_400_000), offset(local + 86_400_000))
        for candidate in [local - max(before, after), local - min(before, after)]
        where candidate + offset(candidate) == local { return candidate }
        return local - before
    }
}
