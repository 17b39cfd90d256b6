import Retention
import TestKit

/// The instant at which most stories begin.
let start = Timestamp.utc("2025-01-01T10:00:00Z")

/// The shortest time there is.
let tick = TimeSpan.milliseconds(1)

extension FoldSettings {
    /// The default settings.
    static let plain = FoldSettings(playbook: "specs", version: 1)

    /// The default settings but for what `configure` sets.
    static func with(_ configure: (inout FoldSettings) -> Void) -> FoldSettings {
        var settings = self.plain
        configure(&settings)
        return settings
    }
}
