import Formats
import Foundation
import Mapping
import Playbook
import Retention

extension Settings {
    /// How raw topics are read: by the mapping file, or by what the records themselves say.
    ///
    /// - Throws: `Failure` when the file can't be read or has faults, all of them with their places.
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    func intake(currency: Currency?) throws -> IntakeSettings {
        guard let mapping else {
            return IntakeSettings(defaults: SourceSettings(defaults: Defaults(currency: currency)))
        }
        let text = try TextFile.text(of: mapping, "mapping")
        do throws(PlaybookError) {
            return try MappingFile.load(yaml: text, named: mapping, currency: currency) {
                ProcessInfo.processInfo.environment[$0]
            }
        } catch {
            throw Failure(.input, error.description)
        }
    }
}
